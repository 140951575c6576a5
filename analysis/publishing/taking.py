"""A round that was exported elsewhere: a finished one with its results, else a draft."""

from dataclasses import replace

import msgspec

from analysis.publication import Publication, from_json
from survey.errors import FileError
from survey.invitations import new_id
from survey.round_file import RoundFile, as_round, keep_mails, read_round
from survey.rounds import Round
from survey.storage import Store


def import_round(store: Store, content: bytes, *, by: str) -> Round:
    """Take a round from a file that `survey.round_file.export_round` made; return it.

    A published round keeps its id and comes with its results and without answers. Any other
    becomes a new draft, without people.

    Raises
    ------
    FileError
        The file is not a round's, or its publication is not that round's.
    RoundStateError
        The published round is here already.
    """
    file = read_round(content)
    if file.publication is None:
        round_ = replace(as_round(file), id=new_id(), rated=())  # its own list's, at launch
        store.rounds.save(round_)
        keep_mails(store, file, round_.id)
    else:
        _checked(file, file.publication)
        round_ = as_round(file)
        store.publications.put_published(round_, file.publication.encode())
    store.audit.note(by, "took the round from a file", round_.id)
    return store.rounds.get(round_.id)


def _checked(file: RoundFile, document: str) -> Publication:
    try:
        publication = from_json(document)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise FileError(
            f"the publication in this file cannot be read ({error})",
            advice="The results in this file are damaged. Nothing was changed.",
        ) from error
    told = (publication.round, publication.fingerprint, publication.series)
    if told != (file.id, file.fingerprint, as_round(file).series):
        raise FileError(
            "the publication in this file is another round's",
            advice="The results in this file belong to another round. Nothing was changed.",
        )
    return publication
