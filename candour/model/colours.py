"""A committee's own colour: whether it can be seen on the site's paper, and a lighter shade of it for dark screens.

Both are computed here and written unchanged into the style sheet, so that what was measured is what is shown, even on
old phones whose browsers cannot mix colours.
"""

import re

from candour.model.values import fault

PAPER = "#fbfaf6"
"""`--paper` in static/css/10-tokens.css on light screens; a test holds the two together."""
LEAST_CONTRAST = 3.0
"""Of graphics, not text, according to WCAG 2.2, 1.4.11."""


def seen_colour(text: str) -> str:
    """A colour as `#rrggbb`. Raises a fault for what is not a colour, or cannot be seen well enough on light paper.

    On dark paper the lighter shade of every colour can be seen, even of black.
    """
    found = re.fullmatch(r"#?([0-9a-f]{3}|[0-9a-f]{6})", text.strip().casefold())
    if not found:
        raise fault("bad-value", f'"{text[:40]}" is not the code of a colour', 'write it as "#0d5361", in quotes')
    digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])
    colour = f"#{digits}"
    if (seen := contrast(colour, PAPER)) < LEAST_CONTRAST:
        message = f"{colour} is too pale to be seen: its contrast with the page is {seen:.1f}, and 3 is needed"
        raise fault("bad-value", message, f'choose a darker colour: "{_dark_enough(colour)}" would do')
    return colour


def on_dark(colour: str) -> str:
    """The same colour mixed with white, for dark screens."""
    return _mixed(colour, "#ffffff", 0.45)


def contrast(one: str, other: str) -> float:
    """1 to 21, according to WCAG 2.2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _dark_enough(colour: str) -> str:
    """The first of ever darker shades that can be seen on light paper."""
    shades = (_mixed(colour, "#000000", part / 20) for part in range(1, 21))
    return next(shade for shade in shades if contrast(shade, PAPER) >= LEAST_CONTRAST)


def _mixed(one: str, other: str, part: float) -> str:
    """As CSS mixes them: `color-mix(in srgb, one, other part)`."""
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def _luminance(colour: str) -> float:
    parts = [channel / 255 for channel in bytes.fromhex(colour[1:])]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
