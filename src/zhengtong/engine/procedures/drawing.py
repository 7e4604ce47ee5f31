"""A procedure as a picture: boxes from top to bottom, side by side where steps do not wait for each other. SVG, no script."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from zhengtong.engine.procedures.declaration import STEP_KINDS, Procedure, Step

BOX_WIDTH, BOX_HEIGHT, GAP_X, GAP_Y, MARGIN = 208, 62, 20, 34, 8
LINE_CHARACTERS = 15
TONES = {
    "open": "open",
    "done": "done",
    "skipped": "skipped",
    "void": "skipped",
    "refused": "bad",
    "returned": "bad",
}


@dataclass(frozen=True)
class Box:
    step: Step
    left: float
    top: float

    @property
    def middle(self) -> float:
        return self.left + BOX_WIDTH / 2


def ranks(procedure: Procedure) -> list[list[Step]]:
    """The steps in rows: each stands below everything it comes after."""
    depth: dict[str, int] = {}
    for step in procedure.steps:
        depth[step.code] = 1 + max((depth[code] for code in step.after), default=-1)
    rows: list[list[Step]] = [[] for _ in range(max(depth.values()) + 1)]
    for step in procedure.steps:
        rows[depth[step.code]].append(step)
    return rows


def drawing(
    procedure: Procedure, who: Mapping[str, str], states: Mapping[str, tuple[str, str]] | None = None
) -> str:
    """SVG of a procedure. `who` says in words who acts; `states` gives (state, word) by step for a running case."""
    rows = ranks(procedure)
    width = max(len(row) for row in rows) * (BOX_WIDTH + GAP_X) - GAP_X + MARGIN * 2
    height = len(rows) * (BOX_HEIGHT + GAP_Y) - GAP_Y + MARGIN * 2
    boxes = {box.step.code: box for box in _placed(rows, width)}
    parts = [_lines(boxes, box) for box in boxes.values()]
    parts += [_box(box, who.get(code, ""), (states or {}).get(code)) for code, box in boxes.items()]
    label = escape(f"“{procedure.label}”流程图，文字说明见下方环节清单", quote=True)
    return (
        f'<svg class="zt-flow" viewBox="0 0 {width:g} {height:g}" width="{width:g}" role="img" aria-label="{label}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )


def _placed(rows: list[list[Step]], width: float) -> list[Box]:
    boxes = []
    for level, row in enumerate(rows):
        taken = len(row) * (BOX_WIDTH + GAP_X) - GAP_X
        left = (width - taken) / 2
        boxes += [
            Box(step, left + place * (BOX_WIDTH + GAP_X), MARGIN + level * (BOX_HEIGHT + GAP_Y))
            for place, step in enumerate(row)
        ]
    return boxes


def _lines(boxes: Mapping[str, Box], box: Box) -> str:
    """From the foot of each step before to the head of this one; an arrow head at the end."""
    return "".join(_line(boxes[code], box) for code in box.step.after)


def _line(before: Box, box: Box) -> str:
    start, end, bend = before.top + BOX_HEIGHT, box.top, box.top - GAP_Y / 2
    path = f"M{before.middle:g} {start:g}V{bend:g}H{box.middle:g}V{end - 4:g}"
    head = f"M{box.middle - 4:g} {end - 7:g}L{box.middle:g} {end:g}L{box.middle + 4:g} {end - 7:g}Z"
    return f'<path class="zt-flow__line" d="{path}"/><path class="zt-flow__head" d="{head}"/>'


def _box(box: Box, who: str, state: tuple[str, str] | None) -> str:
    step = box.step
    tone = TONES.get(state[0], "waiting") if state else "plain"
    kind = "condition" if step.when else step.kind
    lines = [step.label, who or STEP_KINDS[step.kind]] + ([state[1]] if state else [])
    texts = "".join(
        f'<text class="zt-flow__text zt-flow__text--{number}" x="{box.middle:g}" y="{box.top + 19 + number * 18:g}" '
        f'text-anchor="middle">{escape(_short(line))}</text>'
        for number, line in enumerate(lines)
    )
    title = escape(f"{step.label}：{who}" + (f"（{state[1]}）" if state else ""))
    return (
        f'<g class="zt-flow__step zt-flow__step--{tone} zt-flow__step--{kind}"><title>{title}</title>'
        f'<rect x="{box.left:g}" y="{box.top:g}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="4"/>{texts}</g>'
    )


def _short(text: str) -> str:
    return text if len(text) <= LINE_CHARACTERS else f"{text[: LINE_CHARACTERS - 1]}…"
