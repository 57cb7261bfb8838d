"""An invented council of any size, whose records are as irregular as those of a real one, and right: of an archive from
here every warning would be false.

    PYTHONPATH=tests python -m council FOLDER

Names have accents, initials, titles and namesakes; people come late, leave and are away; projects differ in a digit;
headings shorten, lengthen and respell them. The same arguments give the same bytes. `benchmarks/generate.py` is for
measuring, and more regular.
"""

import random
import sys
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

CONFIG = """\
title: What the council decided
url: https://example.org/thornmere/
committee: {name: Planning and Bylaws Committee, of: Thornmere Town Council, short: the Committee, gives: decisions}
publisher: Ann Lee
outcomes:
  carried: {label: Carried, tone: positive}
  amended: {label: Carried as amended, tone: caution}
  tabled: {label: Tabled, tone: waiting}
  lost: {label: Lost, tone: negative}
stages:
  first: {label: First reading}
  second: {label: Second reading}
  third: {label: Third reading}
  report: {label: Report}
project_kinds: {bylaw: Bylaw, land: Land and buildings, money: Money, policy: Policy}
request_kinds: {report: Report back, information: Information, action: Action}
organisations:
  council: {name: Thornmere Town Council, short: TTC, members: yes}
  officers: {name: Officers of the Council}
  county: {name: Merrowshire County Council, short: MCC}
  police: {name: Merrowshire Police}
  harbour: {name: Harbour Board}
topics: {traffic: Traffic, noise: Noise, heritage: Heritage, cost: Cost, access: Access}
glossary: {AOB: Any other business}
"""

_COUNCILLORS = """\
Cllr Ann Jones|Cllr Siân Jones (SJ)|Cllr M. Jones|Cllr Mary Jones|Cllr Steven Jones|Cllr J-P Dubois|Cllr José Núñez (JN)
Cllr Zoë Müller|Cllr Łukasz Żak (ŁŻ)|Cllr Pádraig Ó Briain|Cllr Niamh O’Neill|Cllr D'Arcy McDonald
Cllr Ruth van der Berg|Cllr Dr Amara Okafor|Cllr Prof. Núria d'Ors|Cllr K Patel|Cllr Kiran Patel
Cllr Mrs P. Khan|Cllr Mr P. Khan|Ald. Tom Hart
Cllr Smith-Hughes|Cllr Bob Smith (BS)|Cllr Barbara Smith|Cllr T. R. Lee|Cllr Li Wei|Cllr Wei Li|Cllr Björk Þórsdóttir
Cllr Fatima al-Hassan|Cllr Rhys ap Gwilym|Cllr St. John Abbott|Cllr Ngozi Okafor|Cllr Jean Martin|Cllr Martin Jean
Cllr Paul Baker|Cllr Paula Baker|Cllr Joan Carter|Cllr Joanna Carter-Bell|Cllr Christian Fox|Cllr Élodie Saint-Just
Cllr W. Green|Cllr Amy Green|Cllr Rev. Hugh Bell|Cllr Sir Giles Pym|Cllr Noor Ali|Cllr Omar Ali
Cllr Ioan Price|Cllr Ian Pryce|Cllr Deborah Ward|Cllr Debra Wardle|Cllr Isaac Newton-King
Cllr Ingrid Sørensen|Cllr Anders Sorensen|Cllr Oğuz Şahin"""
_OFFICERS = """\
Ms Tamsin Rook, Clerk to the Committee|Dr Cormac Wren, Director of Planning|H. Sodergren, Borough Treasurer|Łucja Nowak
Mrs Dot Fairweather, Minute-taker|Prof. Ama Mensah, Heritage Adviser|Eoghan Quill (EQ), Head of Highways
Bo Ek, Solicitor"""
_COUNTY = "Cllr Jane Marlowe, Cabinet Member for Highways|Sunil Rao, Principal Engineer|Mx Robin Teal"
_POLICE = "Insp. Dai Howells|PC 4417 Grace Obi|Chief Supt Una Brand"
_HARBOUR = "Capt. Finn Larsen, Harbour Master|Ms Ottoline Fry|Cllr Kit Drake|Mr Col Tide"
_STREETS = "Mill Lane|Mill Street|Old Mill Road|Church Street|St Mary’s Church Hall|St Mark's Church Hall|Market Place"
_STREETS += "|High Street|Señor Vega Way|Harbour Road|Harbour Row|Ysgol Pont-y-Gôf|Castle Gate|Castlegate House"
_STREETS += "|The Crown|The Crown & Anchor"
_WORKS = (
    "rezoning|extension|change of use|felling of trees|licence|car park|one-way traffic|20 mph limit|resurfacing|roof"
)
_SUBJECTS = "Parking|Dogs|Street Trading|Noise|Taxis|Allotments|Burial Grounds|Advertising|Fireworks|Waste"
_POLICIES = "Standing orders|Code of conduct|Cycling strategy|Playing pitches strategy|Local plan|Climate action plan"
_POLICIES += "|Organisation of the Clerk’s office|Honours and awards|Twinning with Plouër-sur-Rance"
_POLICIES += "|Civic centre|Town centre plan"
_ROUTINE = (
    "Correspondence|Report of the Town Clerk|Planning appeals|Finance|Delegated decisions|Report of the Harbour Board"
)
_ROUTINE += (
    "|Forward plan|Questions by members|Petitions|Highways matters|Tree works|Consultation by the County Council"
)
_SAID = (
    "The Committee heard how the works would be paid for|Residents had written, most of them against|Figures were given"
)
_SAID += "|Nothing had changed since the last report|The officers’ paper was taken as read|A plan was shown"
_SAID += "|It was agreed to go on"


@dataclass
class Project:
    id: str
    title: str
    kind: str
    alias: str = ""
    met: list[str] = field(default_factory=list)
    """The meetings that decided about it, each once."""
    outcomes: dict[str, str] = field(default_factory=dict)
    """The last of each meeting."""
    asked: list[tuple[str, int]] = field(default_factory=list)
    """Its requests that nobody has answered, each with the number of the meeting."""


@dataclass
class Meeting:
    name: str
    first: date
    days: int
    number: int
    items: list["Item"] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    """Who was there from the first to the last item, of the council."""
    late: dict[str, str] = field(default_factory=dict)
    """Who came at an item."""
    apart: str = ""
    """Who has an interest in the first item that decides."""
    answers: list[str] = field(default_factory=list)


@dataclass
class Item:
    key: str
    heading: str
    day: int
    minute: int
    """Of that day."""
    facts: list[str] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)


_OWNERS = (
    "Harbour Board|Head of Highways|Borough Treasurer|Town Clerk|Parks and Open Spaces Team|Merrowshire County Council"
)
_SUPPLIERS = "Quayle & Sons|Brightwater Surveys Ltd|Ó Briain Consulting|Tallis and Frome"
_FORMER = "Rules of procedure|Behaviour charter|Pedal plan|Sports grounds review|Town map|Carbon programme"


def generate(
    folder: Path, *, meetings: int = 85, items: int = 3000, projects: int = 360, seed: int = 1, details: bool = False
) -> None:
    """So many meetings of two days that were held, about so many items of agendas, and so many projects. With details,
    projects have owners of many kinds, suppliers, links and former names as well."""
    _Writer(folder, random.Random(seed), details).write(meetings, -(-items // meetings), projects)


class _Writer:
    def __init__(self, folder: Path, source: random.Random, details: bool) -> None:
        self.folder, self.random, self.details = folder, source, details
        self.people = _lines(_COUNCILLORS)
        self.before: Meeting | None = None

    def pick(self, text: str) -> str:
        return self.random.choice(_lines(text))

    def chance(self, one_in: int) -> bool:
        return self.random.randrange(one_in) == 0

    def write(self, meetings: int, items: int, projects: int) -> None:
        put(self.folder / "site_config.yaml", CONFIG)
        put(self.folder / "content/people.yaml", "Cllr Paul Baker: none\nCllr Paula Baker: none\n")
        every = [self.project(number) for number in range(projects)]
        day, unused = date(2010, 1, 12), list(every)
        self.random.shuffle(unused)
        for number in range(meetings):
            # each project once at least, most several times
            new = [unused.pop() for _ in range(-(-len(unused) // (meetings - number)))]
            known = [one for one in every if one.met and one not in new]
            chosen = new + self.random.sample(known, min(len(known), max(0, items // 3 - len(new))))
            self.meeting(number, day, items, chosen)
            if self.chance(9):
                self.extraordinary(day)
            day += timedelta(days=7 * self.random.randint(6, 11))
            if self.chance(12):
                put(self.folder / f"content/meetings/{day}.md", "---\nstatus: cancelled\nnote: There was snow.\n---\n")
                day += timedelta(days=28)
        for ahead in (0, 60):
            put(
                self.folder / f"content/meetings/{day + timedelta(ahead)}.md",
                "---\nstatus: scheduled\n---\n\n## 1. Welcome\n",
            )
        for number, one in enumerate(every):
            self.write_project(one, number)

    # --- projects -------------------------------------------------------------------------------------------------

    def project(self, number: int) -> Project:
        kind = ("bylaw", "land", "money", "policy")[number % 4]
        turn = number // 4
        if kind == "bylaw":  # 1234 and 1243, and amendments of both
            code = ("1234", "1243", "1324", "1342")[turn % 4] if turn < 8 else str(1400 + turn)
            subject = _lines(_SUBJECTS)[turn % 10]
            amends = " (Amendment)" if 4 <= turn < 8 or turn % 5 == 4 else ""
            title = f"Bylaw {code}{amends}, {subject}"
            return Project(f"bylaw-{code}{'-amendment' * bool(amends)}", title, kind)
        if kind == "land":
            street = _lines(_STREETS)[turn % 16]
            work = _lines(_WORKS)[turn // 16 % 10]
            house = f"{(12, 21, 2, 112)[turn % 4]} " if street.endswith(("Lane", "Street", "Road", "Row")) else ""
            return Project(f"land-{turn}", f"{house}{street}: {work}", kind, f"{2010 + turn % 14}/{400 + turn:04}")
        if kind == "money":
            name = f"Budget {2010 + turn // 6}" if turn % 6 == 0 else ""
            more = ("", "capital programme", "first supplement", "second supplement", "grants", "fees and charges")[
                turn % 6
            ]
            return Project(f"money-{turn}", name or f"Budget {2010 + turn // 6}: {more}", kind)
        subject = _lines(_POLICIES)[turn % 11]
        part = ("", "review of ", "annex to ", "Guide to ", "Equality impact of ")[turn // 11 % 5]
        again = f" ({2010 + turn // 55})" if turn >= 55 else ""
        title = f"{part}{subject[0].lower() if part else subject[0]}{subject[1:]}{again}"
        return Project(f"policy-{turn}", title[0].upper() + title[1:], kind)

    def heading(self, project: Project, number: int) -> str:
        """One of the ways in which minutes head an item."""
        title = project.title
        ways = [title, title, title.upper(), f"{title}: report of the Director of Planning", f"Item {number}: {title}"]
        ways += [
            f"{title} (continued)",
            f"Public hearing on {title}",
            f"Motion to adopt {title}",
            f"{title} – decision",
        ]
        ways += [f"{project.alias}, {title}", project.alias] if project.alias else []
        short, _, rest = title.partition(": ")
        ways += [f"{rest.capitalize()} at {short}", f"{short} – {rest}"] if rest else []
        ways += [title.replace(" Street", " St").replace(" Road", " Rd"), title.replace("’", "'")]
        if project.kind == "bylaw":
            code = project.id.split("-")[1]
            ways += [f"Bylaw No. {code}", f"By-law {code}", f"Item {number}: Bylaw {code}", f"BYLAW {code}"]
        if project.kind == "policy":
            ways += [title.replace("strategy", "strategies"), title.replace("Organisation", "Organization")]
            ways += [title.replace("centre", "center"), title.replace("û", "u").replace("ë", "e")]
        return self.random.choice(ways)

    def write_project(self, one: Project, number: int) -> None:
        quoted = one.title.replace('"', "")
        alias = f"aliases: {one.alias}\n" if one.alias else ""
        owner = "owner: Director of Planning\n" if self.chance(2) else ""
        if self.details:
            owner = owner or f"owner: {_lines(_OWNERS)[number // 4 % 6]}\n"
            former = _lines(_FORMER)[number // 4] if one.kind == "policy" and number < 24 else ""
            names = [one.alias] * bool(one.alias) + [f"{{name: {former}, until: 2013-05}}"] * bool(former)
            alias = f"aliases: [{', '.join(names)}]\n" if names else ""
            alias += f"supplier: {_lines(_SUPPLIERS)[number // 9 % 4]}\n" if number % 9 == 2 else ""
            if one.kind == "bylaw":
                alias += f"links: {{title: Draft text, url: 'https://example.org/thornmere/drafts/{one.id}-text'}}\n"
        text = f'---\ntitle: "{quoted}"\nkind: {one.kind}\n{alias}{owner}---\n\n## Summary\n\n{self.said()}\n'
        put(self.folder / f"content/projects/{one.id}.md", text)

    def said(self) -> str:
        return " ".join(f"{self.pick(_SAID)}." for _ in range(self.random.randint(1, 3)))

    # --- meetings -------------------------------------------------------------------------------------------------

    def meeting(self, number: int, first: date, many: int, chosen: list[Project]) -> None:
        own = Meeting(str(first), first, 2, number)
        self.agenda(own, many, chosen)
        present, away = self.attendance(own)
        joint = number % 17 == 5
        facts = f"title: {'Joint meeting' if joint else 'Ordinary meeting'}\n"
        facts += f"place: {self.pick('Guildhall|Town Hall, Council Chamber|Video call')}\n"
        if number % 13 == 7:  # adjourned, as its minutes have it
            days = (first, first + timedelta(1))
            facts += "sittings:\n" + "".join(f"  - {{date: {day}, start: 9:30, end: 17:30}}\n" for day in days)
        else:
            facts += f"last_day: {first + timedelta(1)}\nstart: 9:30\nend: 17:30\n"
        facts += "joint_with: Harbour Board\n" if joint else ""
        facts += "minutes: approved\n" if self.chance(3) else ""
        # minutes from before there was a website went online together
        late = date(2016, 5, 1) if first < date(2016, 1, 1) else first + timedelta(40)
        facts += f"source: {{title: 'Minutes, {first:%d %B %Y}', published: {late}}}\n"
        facts += f"chair: {own.members[0]}\npresent:\n{present}apologies:{away}"
        facts += "withheld: {present: 2}\n" * self.chance(11) + "quorate: yes\n" * self.chance(2)
        facts += f"public: {self.random.randint(0, 60)}\n" if self.chance(2) else ""
        if own.apart:
            item = next(item.key for item in own.items if item.projects)
            facts += f"interests:\n  - {{name: {own.apart}, item: '{item}', text: Lives nearby, took_part: no}}\n"
        elif self.chance(2):
            facts += "interests: none\n"
        if self.before:
            moved, seconded = self.random.sample(own.members, 2)
            facts += (
                f"approves: {{meeting: {self.before.name}, moved: {self.short(moved, own)}, seconded: {seconded}}}\n"
            )
        facts += "agenda:\n" + "".join(f"  {_key(i.key)}: {{{', '.join(i.facts)}}}\n" for i in own.items if i.facts)
        reviews = self.reviews(own)
        facts += self.business(own)
        body = "".join(f"## {_title(item)}\n\n{self.said() if not item.projects else ''}\n\n" for item in own.items)
        put(self.folder / f"content/meetings/{own.name}.md", f"---\n{facts}---\n\n{body}")
        for name, text in reviews.items():
            put(self.folder / f"content/reviews/{own.name}/{name}.md", text)
        self.before = own

    def agenda(self, own: Meeting, many: int, chosen: list[Project]) -> None:
        """Numbers as several clerks give them; half of the items have a time, breaks have no number."""
        style, year, number, left = own.number % 4, own.first.year, 0, list(chosen)
        fixed = [
            "Welcome and apologies",
            "Declarations of interest",
            "Minutes of the last meeting",
            "Public participation",
        ]
        for day in range(2):
            minute, of_day = 9 * 60 + 30, many // 2
            for turn in range(of_day):
                number += 1
                base = own.number % 6 * many + number
                key = (str(number), f"{base}/{year % 100:02}", f"{year}.{number:02}", f"S-{year % 100:02}-{base:03}")[
                    style
                ]
                item = Item(key, self.pick(_ROUTINE), day, minute, [f"date: {own.first + timedelta(day)}"])
                if day == 0 and turn < len(fixed):
                    item.heading = fixed[turn]
                elif day == 1 and turn == of_day - 1:
                    item.heading, item.facts = "Close", [*item.facts, "kind: close"]
                elif left and self.random.random() < 1.3 * len(left) / (2 * of_day - number):
                    item.projects = [left.pop()]
                    item.heading = self.heading(item.projects[0], number)
                elif self.chance(12):
                    item.facts += [self.random.choice(["status: withdrawn", "status: not-reached", "private: yes"])]
                if self.chance(2) and "status" not in " ".join(item.facts):
                    item.facts += [f"time: '{minute // 60}:{minute % 60:02}'"]
                if self.chance(4):
                    item.facts += [
                        f"lead: {self.random.choice(['Director of Planning', 'Dr Cormac Wren', 'EQ', 'Clerk'])}"
                    ]
                if self.chance(9):
                    item.facts += [f"ref: TTC/{year % 100}/{number}"]
                own.items.append(item)
                minute += self.random.randint(2, 18)
                if turn == of_day // 2:
                    where = f"lunch-{day + 1}"
                    time = f"time: '{minute // 60}:{minute % 60:02}'"
                    facts = [f"date: {own.first + timedelta(day)}", "kind: break", time]
                    own.items.append(Item(where, "Lunch", day, minute, facts))
                    minute += 45

    def attendance(self, own: Meeting) -> tuple[str, str]:
        """The lines of those present and of those away; who serves changes with the years."""
        term = own.number // 22
        serving = [name for at, name in enumerate(self.people) if at % 5 != term % 5]
        away = self.random.sample(serving, self.random.randint(0, 6))
        there = [name for name in serving if name not in away]
        if self.chance(3):
            self.random.shuffle(there)
        decide = [item.key for item in own.items if item.projects]
        lines = []
        for at, name in enumerate(there):
            bare = _bare(name)
            initials = f", initials: {name[name.index('(') + 1 : -1]}" if "(" in name else ""
            if at and self.chance(15):
                late = self.random.choice(own.items[2:])
                lines.append(f"{{name: {bare}{initials}, joined: '{late.key}'}}")
                own.late[bare] = late.key
            elif at and self.chance(15):
                lines.append(f"{{name: {bare}{initials}, left: '{self.random.choice(own.items[3:]).key}'}}")
                own.late[bare] = ""
            elif at and self.chance(30):
                lines.append(f"{{name: {bare}{initials}, note: Second day only.}}")
            else:
                lines.append(name + (", Chair" if at == 0 else ", Vice-Chair" if at == 1 else ", Mayor" * (at == 2)))
                own.members.append(bare)
        if decide and self.chance(2):
            own.apart = own.members.pop()
        text = "  council:\n" + "".join(f"    - {line}\n" for line in lines)
        for code, people in {"officers": _OFFICERS, "county": _COUNTY, "police": _POLICE}.items():
            some = [one for one in _lines(people) if not self.chance(3)]
            text += f"  {code}:\n" + "".join(f"    - {one}\n" for one in some) if some else ""
        if own.number % 17 == 5:
            text += "  harbour:\n" + "".join(f"    - {one}\n" for one in _lines(_HARBOUR))
        return text, "\n  council:\n" + "".join(f"    - {one}\n" for one in away) if away else " none\n"

    def short(self, name: str, own: Meeting) -> str:
        """As minutes write somebody after the first time; whole where two may be meant."""
        words = name.replace(".", "").split()
        last = words[-1]
        if any(last in other for other in self.people if _bare(other) != name) or len(words) < 3:
            return name
        ways = [f"Cllr {last}", f"Councillor {last}"] if name.startswith("Cllr ") else [f"Alderman {last}"]
        ways += [one[one.index("(") + 1 : -1] for one in self.people if one.startswith(f"{name} (")]
        return self.random.choice([name, name.partition(" ")[2], *ways])

    def voters(self, own: Meeting) -> str:
        there = len(own.members)
        against, abstained = self.random.randint(0, 5), self.random.randint(0, 3)
        some = self.random.sample(own.members, 3)
        two, third = ", ".join(self.short(name, own) for name in some[:2]), some[2]
        return self.random.choice(
            [
                "unanimous",
                "{words: by a show of hands}",
                f"{{for: {there - against - abstained}, against: {against}, abstained: {abstained}}}",
                f"{{for: {there - 3}, against: [{two}], abstained: {third}}}",
                f"{{for: [{', '.join(own.members)}], against: 0}}",
            ]
        )

    # --- what was decided -----------------------------------------------------------------------------------------

    def reviews(self, own: Meeting) -> dict[str, str]:
        found: dict[str, str] = {}
        for item in own.items:
            for project in item.projects:
                found[project.id] = self.review(own, item, project)
        twice = [item for item in own.items if item.projects and item.day == 0]
        later = [item for item in own.items if item.day == 1 and not item.projects and len(item.facts) == 1]
        for item, again in zip(twice[:2], later[:2], strict=False):  # its next reading, on the second day
            project = item.projects[0]
            again.heading = self.heading(project, 99).replace("Item 99", "Item " + again.key)
            again.projects = [project]
            found[f"{project.id}-again"] = self.review(own, again, project, again=True)
        return found

    def review(self, own: Meeting, item: Item, project: Project, *, again: bool = False) -> str:
        outcome = self.random.choice("carried carried carried amended tabled lost deferred none-recorded".split())
        stage = "second" if again else self.random.choice(["first", "third", "report"])
        facts = f"project: {project.id}\n" if again else ""
        facts += f"discussed: {_key(item.key)}\nstage: {stage}\noutcome: {outcome}\n"
        if outcome in {"carried", "amended", "lost"}:
            moved, seconded = self.random.sample(own.members, 2)
            facts += (
                f"moved: {self.short(moved, own)}\nseconded: {self.short(seconded, own)}\nvotes: {self.voters(own)}\n"
            )
        if project.met and project.met[-1] != own.name and self.chance(3):
            facts += f"previous: {{when: {project.met[-1]}, outcome: {self.reported(project)}}}\n"
        if outcome == "amended":
            facts += "decisions:\n  condition:\n    on: Hours\n    text: The hours were shortened.\n"
            facts += f"    votes: {self.voters(own)}\n"
        answered = [one for one in project.asked if one[1] < own.number and not self.chance(3)]
        facts += "answers:\n" * bool(answered)
        for one in answered:
            how = self.random.choice(["fully", "fully", "partly", "not-yet", "withdrawn"])
            facts += f"  {one[0]}: {how}\n"
            if how in {"fully", "withdrawn"}:
                project.asked.remove(one)
        name = f"{own.name}/{project.id}{'-again' * again}"
        if self.chance(2):
            due = (own.first + timedelta(self.random.randint(30, 400))).isoformat()
            due = self.random.choice(["next-meeting", due, due[:7], due[:4], "third"])
            to = "    to: Director of Planning\n" if self.chance(2) else ""
            facts += f"requests:\n  figures:\n    kind: {self.pick('report|information|action')}\n    due: {due}\n{to}"
            facts += "    text: Bring the figures, and say who will pay.\n"
            project.asked.append((f"{name}#request-figures", own.number))
        if own.name not in project.met:
            project.met.append(own.name)
        project.outcomes[own.name] = outcome
        speaker = self.random.choice(own.members)
        talk = f"- Could the works wait? {{#wait cost}}\n    - {self.pick(_SAID)}.\n"
        talk += f"    - {self.short(speaker, own)}: {self.pick(_SAID)}.\n"
        talk += f"    - {self.random.choice(['Clerk', 'Officer', 'Public', 'Chair'])}: {self.pick(_SAID)}.\n"
        return f"---\n{facts}---\n\n## Questions and comments\n\n{talk}\n## Decision\n\n{self.said()}\n"

    def reported(self, project: Project) -> str:
        outcome = project.outcomes[project.met[-1]]
        return outcome if outcome in {"carried", "amended", "tabled", "lost"} else "not-reported"

    def business(self, own: Meeting) -> str:
        """A request outside reviews, and a decision."""
        item = next((item for item in own.items[4:] if not item.projects and len(item.facts) == 1), own.items[2])
        again = self.random.choice(["same_as", "follows"]) if self.before and self.chance(3) else ""
        facts = f"requests:\n  letter:\n    item: {_key(item.key)}\n    kind: action\n    to: Clerk\n"
        facts += f"    {again}: {self.before.name}#request-letter\n" if self.before and again else ""
        facts += f"    text: Write to the county.\ndecisions:\n  dates:\n    item: {_key(item.key)}\n"
        facts += f"    text: The dates were agreed.\n    votes: {self.voters(own)}\n"
        if not again and self.before and not self.chance(3):
            how = self.random.choice(["fully", "not-yet", "partly"])
            facts += f"answers:\n  {self.before.name}#request-letter: {{how: {how}, passage: '{own.items[2].key}'}}\n"
        return facts

    def extraordinary(self, day: date) -> None:
        """A short meeting on the same day, of few people whose names alone are recorded."""
        text = f"---\ntitle: Extraordinary meeting\ndate: {day}\nstart: 19:00\nend: 19:40\nwithheld: {{present: 4}}\n"
        text += "chair: Cllr Ann Jones\npresent:\n  council:\n    - Cllr Ann Jones\n    - Cllr Siân Jones (SJ)\n"
        text += "decisions:\n  rent:\n    item: 1\n    text: The rent stays.\n    votes: {for: 5, against: 1}\n---\n\n"
        put(self.folder / f"content/meetings/{day}-extraordinary.md", f"{text}## 1. Rent of the Market Hall\n")


def _lines(text: str) -> list[str]:
    return [one for line in text.split("\n") for one in line.split("|")]


def _bare(name: str) -> str:
    return name.partition(" (")[0]


def _key(key: str) -> str:
    return f"'{key}'"


def _title(item: Item) -> str:
    return f"{item.heading} {{#{item.key}}}" if item.key.startswith("lunch") else f"{item.key}. {item.heading}"


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    generate(Path(sys.argv[1]))
