#!/usr/bin/env python3
"""Checks recorded requests against the WSDLs of an emulator, with zeep: check_requests.py RECORDS ADDRESS

A request is right when zeep, asked for the same operation with the same values, writes the same elements. Records have a remark in the
place of bytes, which counts as their value.
"""

import pathlib
import sys
import xml.etree.ElementTree as ElementTree

import zeep
from facts import Facts
from lxml import etree

SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"


def local(tag):
    return tag.rpartition("}")[2]


def value(element):
    """The values of an element as zeep takes them; a list where an element is repeated in an ArrayOf."""
    children = list(element)
    if not children:
        return element.text or ""
    return {local(child.tag): [value(child)] if len(child) else value(child) for child in children}


def flat(element):
    return [(element.tag, (element.text or "").strip())] + [pair for child in element for pair in flat(child)]


def main():
    records, address = pathlib.Path(sys.argv[1]), sys.argv[2]
    clients = [zeep.Client(address + service.path + "?WSDL") for service in Facts().services]
    checked = set()
    for path in sorted(records.glob("*-request.xml")):
        call = ElementTree.parse(path).getroot().find(SOAP + "Body")[0]
        name = local(call.tag)
        client = next(client for client in clients if name in client.service._binding._operations)
        given = {}
        for child in call:
            inner = value(child)
            if isinstance(inner, dict):
                inner = {key: [row for row in rows] for key, rows in inner.items()}
            given[local(child.tag)] = inner
        # Values of types other than text are read by zeep from text; bytes would be encoded, so their place is compared alone.
        lexical(client, name, given)
        written = client.create_message(client.service, name, **given)
        body = written.find(SOAP + "Body")[0]
        ours = [(tag, text) for tag, text in flat(call)]
        theirs = [(tag, text) for tag, text in flat(ElementTree.fromstring(etree.tostring(body)))]
        compare(path.name, ours, theirs)
        checked.add(name)
    if not checked:
        sys.exit("there are no records")
    print("zeep reads as we mean them:", ", ".join(sorted(checked)))


def lexical(client, name, given):
    """Turns texts into the Python values of their types."""
    import datetime

    def turn(kind, inner):
        title = getattr(kind, "name", "")
        if title == "int":
            return int(inner)
        if title == "boolean":
            return {"true": True, "false": False}[inner]
        if title == "dateTime":
            return datetime.datetime.strptime(inner, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)
        if title == "base64Binary":
            return inner.encode()
        if isinstance(inner, dict):
            fields = dict(kind.elements)
            return {key: [turn(fields[key].type, row) for row in rows] if isinstance(rows, list) else turn(fields[key].type, rows) for key, rows in inner.items()}
        return inner

    operation = client.service._binding._operations[name]
    fields = dict(operation.input.body.type.elements)
    for key in given:
        if key not in fields:
            sys.exit(f"{name} has no {key}")
        if given[key] == "" and hasattr(fields[key].type, "elements"):
            given[key] = {}
        given[key] = turn(fields[key].type, given[key])


def compare(title, ours, theirs):
    if [tag for tag, _ in ours] != [tag for tag, _ in theirs]:
        sys.exit(f"{title}: the elements differ\n{ours}\n{theirs}")
    for (tag, our), (_, their) in zip(ours, theirs):
        if our != their and "(bytes" not in our and "bytes, SHA-256" not in our and not tag.endswith("DateTime"):
            sys.exit(f"{title}: {tag} has {our!r}, zeep writes {their!r}")


if __name__ == "__main__":
    main()
