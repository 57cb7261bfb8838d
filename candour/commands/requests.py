"""`candour requests`: what was asked for, by the names that records use."""

from pathlib import Path
from textwrap import shorten

import click

from candour.commands import DONE
from candour.commands.report import Report, command


@command
@click.option("--project", "-p", default="", metavar="PROJECT", help="Only those about it: an id, a title or a name.")
@click.option("--open", "only_open", is_flag=True, help="Only those that wait for an answer.")
def requests(archive: Path, report: Report, project: str, only_open: bool) -> int:
    """List what was asked for, by full names.

    What is overdue longest comes first, each with the name to write under answers: of a record that answers it. States
    are as of the latest meeting held, as on the site.

    \b
    Example:
      candour requests --open --project bench
    """
    from candour.commands.editing import read_to_change
    from candour.editing.names import project_called
    from candour.findings import find
    from candour.pages import words
    from candour.pages.requests import by_attention

    read = read_to_change(archive, report, may_have_errors=True)
    about = project_called(project, read).id if project else ""
    findings, graph = find(read.graph), read.graph
    asked = [one for one in graph.requests if not one.same_as and (not about or about in one.projects)]
    found = [one for one in by_attention(asked, findings) if not only_open or findings.states[one.ref].is_waiting]
    for one in found:
        state, text = findings.states[one.ref], shorten(one.request.text.text, 200, placeholder=" …")
        due = f", due {words.due(one.request.due, graph.config)}" if one.request.due else ""
        click.echo(one.ref)
        click.echo(f"  {words.state(state)}{due}; asked {words.date(one.asked)}")
        click.echo(f"  {', '.join(one.projects) or 'no project'}: {text}")
    if not found:
        report.say("There are no such requests. Write what a meeting asks for under requests: of its review.")
    elif graph.as_of:
        report.say(f"As of {words.date(graph.as_of)}. To answer one, write its name under answers: of the review.")
    return DONE
