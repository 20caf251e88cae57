"""docs/glossary.md, made from `terms.yaml`: each code term with its Vietnamese and English label.

Run `python -m web.glossary > docs/glossary.md` after a change of the terms; a test compares.
"""

import sys

from web.words import read

SECTIONS = {
    "bodies": "Bodies",
    "plans": "Plans and indicators",
    "tasks": "Tasks",
    "states": "States and signs",
    "quality": "Quality of data",
    "alerts": "Warning and acting",
    "judgement": "Judgement",
    "difficulty_types": "Kinds of difficulty",
}
INTRO = """# Glossary

The words of screens, with the English term that code, topics and JSON use. Made by
`python -m web.glossary` from `web/terms.yaml`; change the words there.
"""


def page() -> str:
    """The whole page."""
    return INTRO + "".join(section(code, title) for code, title in SECTIONS.items())


def section(code: str, title: str) -> str:
    """One section as a table."""
    rows = "".join(
        f"| `{term}` | {forms[0]} | {forms[1]} |\n"
        for term, forms in read("terms.yaml")[code].items()
    )
    return f"\n## {title}\n\n| code | Vietnamese | English |\n|---|---|---|\n{rows}"


if __name__ == "__main__":
    sys.stdout.write(page())
