"""What a holder shows: credentials, each as it was issued, and who shows them (VCDM 2.0, 4.13; VCDM 1.1, 4.10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, TypeAlias

from pydantic import ValidationError, ValidationInfo

from microcred.document import Document, frozen
from microcred.models.context import ContextList, Contexts
from microcred.models.envelope import TypedObject, UriOr
from microcred.models.enveloped import (
    EnvelopedVerifiableCredential,
    EnvelopedVerifiablePresentation,
    is_enveloped,
)
from microcred.models.faults import Flaw, described, flaws_of, refusal
from microcred.models.members import (
    ABSENT,
    BUILT,
    NONE_YET,
    Compact,
    Given,
    Lexical,
    Maybe,
    OneOrMany,
    Reading,
    Repeated,
)
from microcred.models.model import Extensible, json_object
from microcred.models.proof import DataIntegrityProof
from microcred.models.terms import Classes, TypeSet
from microcred.models.values import Uri
from microcred.models.vocabulary import DataModel, data_model_of

__all__ = [
    "PRESENTED",
    "AnyPresentation",
    "PresentationHolder",
    "PresentedCredential",
    "VerifiablePresentation",
    "VerifiablePresentationV1",
    "read_presentation",
]

PresentedCredential: TypeAlias = Mapping[str, Any] | EnvelopedVerifiableCredential
"""A credential in a presentation: the JSON object as it came, for its own verification, or one in an envelope."""


class PresentationHolder(Extensible):
    """Who presents; more than the ``id`` needs a context that defines it (VCDM 2.0, 4.13)."""

    id: Uri
    """The name of the holder."""


def _presented(value: Any, info: ValidationInfo) -> PresentedCredential:
    if isinstance(value, EnvelopedVerifiableCredential):
        return value
    if isinstance(value, Document) and Reading.of(info) is None:
        return value.tree
    if not isinstance(value, Mapping):
        hint = "a JWT stands in an EnvelopedVerifiableCredential" if isinstance(value, str) else None
        message = f"found {described(value)}, wanted a verifiable credential in an object"
        raise refusal(Flaw("model.wrong-type", message, hint))
    if not is_enveloped(value, EnvelopedVerifiableCredential.__name__):
        presented: Mapping[str, Any] = frozen(dict(value))
        return presented
    try:
        return EnvelopedVerifiableCredential.model_validate(
            value, context=Reading.of(info) or Reading("2.0"), by_alias=True, by_name=False
        )
    except ValidationError as error:
        raise refusal(*flaws_of(error, value)) from None


PRESENTED: Final = Lexical(_presented, {"type": "object"})
"""The rule for one credential in a presentation."""

if TYPE_CHECKING:
    PresentedCredentials: TypeAlias = Given[
        tuple[PresentedCredential, ...], Document | PresentedCredential | Iterable[Document | PresentedCredential]
    ]
    SomeCredentials: TypeAlias = PresentedCredentials
    HolderRef: TypeAlias = str | PresentationHolder | None
else:
    _EACH = Annotated[Any, PRESENTED]
    PresentedCredentials = Annotated[tuple[_EACH, ...], Repeated(compact=True)]
    SomeCredentials = Annotated[tuple[_EACH, ...], Repeated(compact=True, at_least=1)]
    HolderRef = Maybe[Annotated[Any, UriOr(PresentationHolder)]]


class _Presents(Extensible):
    """What presentations of both versions have in common."""

    data_model: ClassVar[DataModel]

    context: Contexts
    """``@context``: where the words of this document are defined."""
    id: Maybe[Uri] = ABSENT
    """The name of the presentation."""
    type: Annotated[Classes, TypeSet.of("VerifiablePresentation")] = BUILT
    """Contains ``VerifiablePresentation``."""
    holder: HolderRef = ABSENT
    """Who presents: an id, or an object with one."""
    terms_of_use: OneOrMany[TypedObject] = NONE_YET
    """Conditions under which the credentials are shown."""
    proof: Compact[DataIntegrityProof] = NONE_YET
    """The proofs of the holder inside the document; none if it is secured as a whole, as a JWT."""

    @property
    def holder_id(self) -> str | None:
        """The id of the holder; None where the presentation names none."""
        return self.holder.id if isinstance(self.holder, PresentationHolder) else self.holder


class VerifiablePresentation(_Presents):
    """Credentials that a holder shows to a verifier (VCDM 2.0, 4.13).

    Its own members are read here. Each credential stays as it came, because it is verified by itself.
    """

    data_model: ClassVar[DataModel] = "2.0"

    context: Annotated[Contexts, ContextList("2.0")] = BUILT
    """``@context``: VCDM 2.0 first, then those of other vocabularies."""
    verifiable_credential: PresentedCredentials = NONE_YET
    """What is shown; a presentation may also show nothing but who presents it."""


class VerifiablePresentationV1(_Presents):
    """Credentials that a holder shows, in the form of VCDM 1.1, which is read and no longer made."""

    data_model: ClassVar[DataModel] = "1.1"

    context: Annotated[Contexts, ContextList("1.1")] = BUILT
    """``@context``: VCDM 1.1 first, then those of other vocabularies."""
    verifiable_credential: SomeCredentials
    """What is shown, at least one credential."""


AnyPresentation: TypeAlias = VerifiablePresentation | VerifiablePresentationV1 | EnvelopedVerifiablePresentation
"""What :func:`read_presentation` returns."""


def read_presentation(tree: Mapping[str, Any], *, strict: bool = False) -> AnyPresentation:
    """View parsed JSON as the presentation that it claims to be.

    ``@context`` decides the data model; what claims to be an :class:`EnvelopedVerifiablePresentation` is read as one.
    The credentials in ``verifiable_credential`` are only told apart, objects from envelopes: give each to
    :func:`~microcred.models.read_credential`. Raises :class:`~microcred.errors.ModelError` with every fault of the
    presentation itself.
    """
    document = json_object(tree)
    if is_enveloped(document, EnvelopedVerifiablePresentation.__name__):
        return EnvelopedVerifiablePresentation.read(document, strict=strict)
    if data_model_of(document) == "1.1":
        return VerifiablePresentationV1.read(document, strict=strict)
    return VerifiablePresentation.read(document, strict=strict)
