"""Arrow keys and clickers: a component without anything to see."""

from streamlit.components.v2 import component

from survey.agenda import Offsite, Position

_SCRIPT = """
const DEEDS = {ArrowRight: "next", PageDown: "next", ArrowLeft: "back", PageUp: "back"};
export default function (component) {
  const { data, setTriggerValue } = component;
  const pressed = (event) => {
    const deed = DEEDS[event.key];
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (!deed || typing || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (!event.repeat) setTriggerValue("pressed", { deed, ...data });
  };
  document.addEventListener("keydown", pressed, true);
  document.documentElement.dataset.keys = "heard"; // until then UNHEARD hides the screen
  return () => {
    document.removeEventListener("keydown", pressed, true);
  };
}
"""
UNHEARD = """
<style>
html:not([data-keys]) [data-testid="stMainBlockContainer"] {
  visibility: hidden;
  animation: unheard 0s 4s forwards;
}
@keyframes unheard { to { visibility: visible; } }
</style>
"""
"""Hides a screen that does not listen yet, or a key pressed at the sight of it would be lost.

After four seconds it is shown all the same: there are buttons, too.
"""
_component = component("plumbline_presenter_keys", js=_SCRIPT)


def pressed(offsite: Offsite) -> tuple[str, Position] | None:
    """Listen to the keys; return what was pressed, and the position it was pressed at.

    The position is the one the presenter saw: a second presenter may have gone on since.
    """
    place = offsite.position
    told = _component(
        key="presenter_keys",
        data={"step": place.step, "phase": place.phase},
        on_pressed_change=lambda: None,
    )
    if not told.pressed:
        return None
    return told.pressed["deed"], Position(told.pressed["step"], told.pressed["phase"])
