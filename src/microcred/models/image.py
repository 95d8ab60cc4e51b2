"""Pictures: the one class that old documents write as a bare URI."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic import ModelWrapValidatorHandler, PrivateAttr, ValidationInfo, model_validator

from microcred.models.members import ABSENT, BUILT, Given, Maybe, Reading
from microcred.models.model import Model
from microcred.models.terms import Classes, TypeSet
from microcred.models.values import Text, Uri

__all__ = ["Image", "Picture"]


class Image(Model):
    """A picture, by its address or as a data URI (Open Badges 3.0, B.1.9); closed."""

    _short_form: ClassVar[str | None] = "id"
    _bare: bool = PrivateAttr(default=False)

    id: Uri
    """The https URL of the picture, or a data URI that holds it; PNG or SVG where it may be baked."""
    type: Annotated[Classes, TypeSet.exactly("Image")] = BUILT
    """Always ``Image``."""
    caption: Maybe[Text] = ABSENT
    """What the picture shows, for those who do not see it."""

    @model_validator(mode="wrap")
    @classmethod
    def _bare_uri(cls, data: Any, handler: ModelWrapValidatorHandler[Image], info: ValidationInfo) -> Image:
        """Badges of the VCDM 1.1 era name a picture by its URI alone; they are read, and written as they were."""
        reading = Reading.of(info)
        if not isinstance(data, str) or reading is None or reading.strict or reading.data_model != "1.1":
            return handler(data)
        image = handler({"id": data, "type": "Image"})
        image._bare = True
        return image

    def _json_value(self) -> Any:
        return self.id if self._bare else super()._json_value()


Picture: TypeAlias = Given[Maybe[Image], Image | str | None]
"""An optional :class:`Image`; building takes its URI alone."""
