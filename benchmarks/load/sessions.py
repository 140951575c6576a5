"""People at Streamlit's widgets: a web socket each, and the messages that the browser sends."""

import random

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from benchmarks.load.people import Met, RefusedError, Visit


def at_widgets(port: int) -> Visit:
    """Return how a person answers: open, wait for the page, send all answers at once."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    protocols = [Subprotocol("streamlit")]

    async def visit(number: int, met: Met) -> None:
        try:
            async with connect(
                address, subprotocols=protocols, compression=None, open_timeout=120, max_size=None
            ) as socket:
                await _answer(socket, number, met)
        except WebSocketException as error:
            raise RefusedError(type(error).__name__) from error

    return visit


async def _answer(socket: ClientConnection, number: int, met: Met) -> None:
    form = BackMsg()

    async def opened() -> bytes:
        first = BackMsg()
        first.rerun_script.query_string = ""
        for message in await _run(socket, first):
            _fill(form, message, number)
        return b""

    await met.timed("open", opened())
    if not form.rerun_script.widget_states.widgets:
        raise RefusedError("the page came without widgets")

    async def sent() -> bytes:
        messages = await _run(socket, form)
        return b"".join(each.delta.SerializeToString() for each in messages)

    if b"Thank you" not in await met.timed("submit", sent()):
        raise RefusedError("the page came without thanks")


async def _run(socket: ClientConnection, message: BackMsg) -> list[ForwardMsg]:
    """Have the script run; return what it showed."""
    await socket.send(message.SerializeToString())
    shown: list[ForwardMsg] = []
    while True:
        data = await socket.recv()
        came = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
        shown.append(came)
        if came.WhichOneof("type") == "script_finished":
            return shown


def _fill(form: BackMsg, message: ForwardMsg, number: int) -> None:
    """Answer the widget in ``message``, if there is one."""
    element = message.delta.new_element
    kind = element.WhichOneof("type")
    if kind not in {"radio", "text_area", "button"}:
        return
    state = form.rerun_script.widget_states.widgets.add()
    if kind == "radio":
        state.id = element.radio.id
        state.string_value = random.choice(element.radio.options)
    elif kind == "text_area":
        state.id = element.text_area.id
        state.string_value = f"Person {number}"
    else:
        state.id = element.button.id
        state.trigger_value = True
