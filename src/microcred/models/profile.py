"""Who: the people and organisations that issue, define, earn and endorse (Open Badges 3.0, B.1.14 and B.2)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, ValidationInfo, field_validator

from microcred.models.dates import Day
from microcred.models.endorsement import Endorsement
from microcred.models.faults import Flaw, described, refusal
from microcred.models.image import Picture
from microcred.models.language import Name
from microcred.models.members import ABSENT, BUILT, NONE_YET, Issued, Many, Maybe, Reading
from microcred.models.model import Extensible, Model
from microcred.models.terms import Classes, IdentifierTypeTerm, TypeSet
from microcred.models.values import IDENTITY_HASH, CompactJws, CountryCode, Flag, Number, Text, Uri, is_identity_hash

__all__ = ["Address", "GeoCoordinates", "IdentifierEntry", "IdentityObject", "Profile"]


class GeoCoordinates(Extensible):
    """A point on the earth (WGS 84)."""

    type: Annotated[Classes, TypeSet.exactly("GeoCoordinates")] = BUILT
    """Always ``GeoCoordinates``."""
    latitude: Number
    """Degrees north of the equator."""
    longitude: Number
    """Degrees east of Greenwich."""


class Address(Extensible):
    """Where a person or organisation is to be found."""

    type: Annotated[Classes, TypeSet.of("Address")] = BUILT
    """Contains ``Address``."""
    address_country: Maybe[Text] = ABSENT
    """The name of the country."""
    address_country_code: Maybe[CountryCode] = ABSENT
    """The country as an ISO 3166-1 alpha-2 code, such as ``NL``."""
    address_region: Maybe[Text] = ABSENT
    """The state, province or region."""
    address_locality: Maybe[Text] = ABSENT
    """The town or village."""
    street_address: Maybe[Text] = ABSENT
    """Street and house number."""
    post_office_box_number: Maybe[Text] = ABSENT
    """The number of a post office box."""
    postal_code: Maybe[Text] = ABSENT
    """The postal code."""
    geo: Maybe[GeoCoordinates] = ABSENT
    """The place on the map."""


class IdentifierEntry(Model):
    """One more identifier of a thing, beside its ``id``; closed."""

    type: Annotated[Classes, TypeSet.exactly("IdentifierEntry")] = BUILT
    """Always ``IdentifierEntry``."""
    identifier: Text
    """The identifier itself."""
    identifier_type: IdentifierTypeTerm
    """What kind of identifier it is; a term of your own begins with ``ext:``."""


class IdentityObject(Model):
    """An identifier of the earner, in clear or hashed so that only those who know it can recognise it; closed."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"hashed": {"const": True}}},
            "then": {"properties": {"identityHash": {"pattern": IDENTITY_HASH}}},
        }
    )

    type: Annotated[Classes, TypeSet.exactly("IdentityObject")] = BUILT
    """Always ``IdentityObject``."""
    hashed: Flag
    """Whether ``identityHash`` is a hash (true) or the identifier in clear (false)."""
    identity_hash: Text
    """``sha256$`` and the hexadecimal digest of identifier and salt; the identifier itself if not hashed."""
    identity_type: IdentifierTypeTerm
    """What kind of identifier is meant, such as ``emailAddress``; a term of your own begins with ``ext:``."""
    salt: Maybe[Text] = ABSENT
    """What was appended to the identifier before hashing; a random text, other for each credential."""

    @field_validator("identity_hash", mode="after")
    @classmethod
    def _is_a_hash(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("hashed") and not is_identity_hash(value) and not Reading.lenient(info):
            message = f"found {described(value)}, wanted sha256$ or md5$ and a hexadecimal digest, as hashed is true"
            raise refusal(Flaw("model.wrong-form", message, "set hashed to false if this is the identifier in clear"))
        return value


class Profile(Extensible):
    """A person or organisation; one of the four roots of the standard (Open Badges 3.0, B.1.14)."""

    id: Issued[Uri] = BUILT
    """A DID, or an https URL at which this profile can be fetched; who signs is recognised by it.

    An issuer's own profile may leave it out: sealing puts the DID of the key there.
    """
    type: Annotated[Classes, TypeSet.of("Profile")] = BUILT
    """Contains ``Profile``."""
    name: Maybe[Name] = ABSENT
    """The name of the person or organisation."""
    url: Maybe[Uri] = ABSENT
    """The website."""
    phone: Maybe[Text] = ABSENT
    """A telephone number, best in the form of E.164."""
    description: Maybe[Name] = ABSENT
    """A short text about the person or organisation."""
    endorsement: Many[Endorsement] = NONE_YET
    """What others say about this profile, each a credential of its own."""
    endorsement_jwt: Many[CompactJws] = NONE_YET
    """Endorsements that are secured as VC-JWT."""
    image: Picture = ABSENT
    """A portrait or logo, in PNG or SVG."""
    email: Maybe[Text] = ABSENT
    """An e-mail address."""
    address: Maybe[Address] = ABSENT
    """The postal address."""
    other_identifier: Many[IdentifierEntry] = NONE_YET
    """Other identifiers of the same person or organisation."""
    official: Maybe[Text] = ABSENT
    """The name of the official who may speak for the organisation."""
    parent_org: Maybe[Profile] = ABSENT
    """The organisation that this one belongs to."""
    family_name: Maybe[Text] = ABSENT
    """The family name."""
    given_name: Maybe[Text] = ABSENT
    """The given name."""
    additional_name: Maybe[Text] = ABSENT
    """A middle or other name."""
    patronymic_name: Maybe[Text] = ABSENT
    """The patronymic."""
    honorific_prefix: Maybe[Text] = ABSENT
    """What stands before the name, such as Dr."""
    honorific_suffix: Maybe[Text] = ABSENT
    """What stands after the name, such as Jr."""
    family_name_prefix: Maybe[Text] = ABSENT
    """The prefix of the family name, such as *van der*."""
    date_of_birth: Maybe[Day] = ABSENT
    """The date of birth; personal data, which a badge rarely needs."""
    controller: Any = ABSENT
    """Who controls this profile when it doubles as a controlled identifier document."""
    also_known_as: Any = ABSENT
    """Other identifiers under which this profile is known (Controlled Identifiers 1.0)."""
    verification_method: Any = ABSENT
    """The public keys of this profile (Controlled Identifiers 1.0), each best a :class:`~microcred.models.Multikey`."""
    assertion_method: Any = ABSENT
    """Which of the keys may sign credentials (Controlled Identifiers 1.0)."""
