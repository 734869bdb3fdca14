"""An OSCAL profile: the controls of the catalog that concern given roles."""

from __future__ import annotations

from api.export import oscal, oscal_catalog
from api.export.request import ExportRequest, stable_uuid

NAME = "oscal-profile"


def name_of(request: ExportRequest) -> str:
    """The document's name, such as ``oscal-profile/developer``."""
    return f"{NAME}/{'+'.join((*request.checklist.roles, *request.checklist.phases)) or 'all'}"


def write(request: ExportRequest) -> bytes:
    """A profile of what obliges the roles (and organisations, where a principle is meant for them)."""
    roles = ", ".join(request.catalogue.roles[role].label for role in request.checklist.roles) or "All roles"
    catalog = oscal.resource(request, oscal_catalog.NAME, oscal_catalog.TITLE, oscal_catalog.FILE)
    content = {
        "uuid": str(stable_uuid(oscal.address(name_of(request)))),
        "metadata": oscal.metadata(request, f"{roles}: what the Code of Practice for the Cyber Security of AI asks"),
        "imports": [
            {
                "href": f"#{catalog['uuid']}",
                "include-controls": [
                    {
                        "with-child-controls": "no",
                        "with-ids": [oscal.control_id(item.provision) for item in request.checklist.items],
                    }
                ],
            }
        ],
        "merge": {"as-is": True},
        "back-matter": {"resources": [catalog]},
    }
    return oscal.document("profile", content)
