"""Reads a XIF without any code of the studio and prints what it has as JSON."""

import base64
import json
import sys
import xml.etree.ElementTree as ElementTree
import zlib


def parameters(action):
    for element in action.find("Variables"):
        yield {
            "direction": element.tag,
            "name": element.get("Name"),
            "type": element.get("Type"),
            "mandatory": element.get("IsMandatory"),
        }


def resource(element):
    return {
        "path": element.get("Path") + element.get("Filename"),
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
    definition = {
        "attributes": root.attrib,
        "actions": [
            {"name": it.get("Name"), "isFunction": it.get("IsFunction"), "parameters": list(parameters(it))}
            for it in root.find("Actions")
        ],
        "structures": [{"name": it.get("Name")} for it in root.find("Structures")],
        "entities": [{"name": it.get("Name")} for it in root.find("Entities")],
        "resources": [resource(it) for it in root.find("Resources")],
    }
    json.dump(definition, sys.stdout)


main(sys.argv[1])
