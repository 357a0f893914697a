"""Reads a XIF without any code of the studio and prints what it has as JSON.

Keys are shown as the names of what they stand for, so that a reader can say what to expect.
"""

import base64
import json
import sys
import xml.etree.ElementTree as ElementTree
import zlib


class Names:
    """The names of everything that has a key."""

    def __init__(self, root):
        self.by_key = {it.get("Key"): it.get("Name") for it in root.iter() if it.get("Key") and it.get("Name")}
        self.by_key.update({it.get("Key"): path_of(it) for it in root.find("Resources")})

    def of(self, key):
        return self.by_key[key] if key else None

    def of_list(self, text):
        """Keys with a comma behind each."""
        assert text == "" or text.endswith(","), text
        return [self.by_key[key] for key in text.split(",")[:-1]]


def path_of(resource):
    return resource.get("Path") + resource.get("Filename")


def node(element):
    """A node of the tree that stands beside the text of an expression."""
    described = {"node": element.tag, **element.attrib}
    if len(element):
        described["operands"] = [node(child) for child in element]
    return described


def expression(element, name):
    """The text of an expression; its two texts agree and one tree stands beside them."""
    text = element.get(name)
    (own,) = [it for it in element.findall("Expression") if it.get("Name") == name]
    assert own.get("StringText") == text, (name, text, own.get("StringText"))
    (tree,) = own
    return {"text": text, "tree": node(tree)}


def parameter(element, names):
    return {
        "direction": element.tag,
        "name": element.get("Name"),
        "description": element.get("Description"),
        "type": element.get("Type"),
        "record": names.of_list(element.get("RecordType")),
        "mandatory": element.get("IsMandatory"),
        "default": expression(element, "Default"),
    }


def action(element, names):
    return {
        "name": element.get("Name"),
        "description": element.get("Description"),
        "isFunction": element.get("IsFunction"),
        "icon": names.of(element.get("Icon")),
        "parameters": [parameter(it, names) for it in element.find("Variables")],
    }


def attribute(element, names):
    """An attribute of a structure."""
    return {
        "name": element.get("Name"),
        "description": element.get("Description"),
        "type": element.get("Type"),
        "record": names.of_list(element.get("RecordType") or ""),
        "mandatory": element.get("IsMandatory"),
        "default": expression(element, "DefaultValue"),
        "length": expression(element, "Length"),
        "decimals": expression(element, "Decimals"),
    }


def structure(element, names):
    return {
        "name": element.get("Name"),
        "description": element.get("Description"),
        "attributes": [attribute(it, names) for it in element.findall("Attribute")],
    }


def column(element, names):
    """An attribute of an entity."""
    return {
        **attribute(element, names),
        "originalName": element.get("OriginalName"),
        "originalType": element.get("OriginalType"),
        "autoNumber": element.get("IsAutoNumber"),
        "ignore": element.get("Ignore"),
    }


def entity(element, names):
    return {
        "name": element.get("Name"),
        "description": element.get("Description"),
        "table": element.get("PhysicalTableName"),
        "database": element.get("LogicalDatabase"),
        "identifier": names.of(element.get("Identifier")),
        "convertsToNull": element.get("ConvertDefaultsToNull"),
        "attributes": [column(it, names) for it in element.findall("Attribute")],
    }


def resource(element):
    return {
        "path": path_of(element),
        "description": element.get("Description"),
        "deploy": element.get("CompileAction"),
        "base64": base64.b64encode(base64.b64decode(element.findtext("Data") or "", validate=True)).decode(),
    }


def main(path):
    with open(path, "rb") as file:
        packed = file.read()
    inflater = zlib.decompressobj()
    xml = inflater.decompress(packed)
    assert inflater.eof and not inflater.unused_data, "the file is one whole zlib stream"
    root = ElementTree.fromstring(xml)
    names = Names(root)
    definition = {
        "attributes": root.attrib,
        "actions": [action(it, names) for it in root.find("Actions")],
        "structures": [structure(it, names) for it in root.find("Structures")],
        "entities": [entity(it, names) for it in root.find("Entities")],
        "resources": [resource(it) for it in root.find("Resources")],
    }
    json.dump(definition, sys.stdout)


main(sys.argv[1])
