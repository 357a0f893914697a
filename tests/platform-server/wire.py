"""SOAP 1.1, read strictly: what .NET would let pass is refused here when the facts do not have it."""

import base64
import binascii
import re
import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import escape

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"


class Fault(Exception):
    """An answer with a SOAP fault."""


class Wrong(Exception):
    """A request that breaks a rule of the protocol: a bug of the client."""


def read(facts, service, headers, body):
    """The operation and its values by the names of the facts."""
    if headers.get("Content-Type", "").replace(" ", "").lower() != "text/xml;charset=utf-8":
        raise Wrong("Content-Type must be text/xml; charset=utf-8")
    try:
        envelope = ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        raise Wrong(f"no XML: {error}") from error
    _is(envelope, SOAP, "Envelope")
    bodies = list(envelope)
    if len(bodies) != 1:
        raise Wrong("the envelope holds the body only")
    _is(bodies[0], SOAP, "Body")
    if len(bodies[0]) != 1:
        raise Wrong("the body holds one element")
    call = bodies[0][0]
    space, name = _split(call.tag)
    operation = service.operations.get(name)
    if operation is None:
        raise Wrong(f"{service.path} has no operation {name}")
    if space != service.namespace:
        raise Wrong(f"{name} is in {space} instead of {service.namespace}")
    expected = f'"{service.action}{name}"'
    if headers.get("SOAPAction") != expected:
        raise Wrong(f"SOAPAction must be {expected}, not {headers.get('SOAPAction')}")
    return operation, _members(facts, service, call, operation.inputs)


def _members(facts, service, parent, fields):
    if parent.text and parent.text.strip():
        raise Wrong(f"text between the elements of {parent.tag}")
    children = list(parent)
    names = [_split(child.tag) for child in children]
    expected = [(service.namespace, field.name.wire) for field in fields]
    if names != expected:
        raise Wrong(f"{_split(parent.tag)[1]} holds {names} instead of {expected}")
    return {field.name.fact: _value(facts, service, child, field) for field, child in zip(fields, children)}


def _value(facts, service, element, field):
    if field.many:
        name, members = facts.structures[field.type]
        for item in element:
            if _split(item.tag) != (service.namespace, name.wire):
                raise Wrong(f"{element.tag} holds {item.tag}")
        return [_members(facts, service, item, members) for item in element]
    if len(element):
        raise Wrong(f"{element.tag} holds elements")
    text = element.text or ""
    patterns = {"int": r"-?\d+", "boolean": r"true|false|1|0", "dateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?"}
    if field.type in patterns and not re.fullmatch(patterns[field.type], text):
        raise Wrong(f"{element.tag} is no {field.type}: {text!r}")
    if field.type == "int":
        return int(text)
    if field.type == "boolean":
        return text in ("true", "1")
    if field.type == "base64Binary":
        try:
            return base64.b64decode(text, validate=True)
        except binascii.Error as error:
            raise Wrong(f"{element.tag} is not base64: {error}") from error
    return text


def _is(element, space, name):
    if _split(element.tag) != (space, name):
        raise Wrong(f"{element.tag} instead of {name} in {space}")


def _split(tag):
    space, _, name = tag.rpartition("}")
    return space.lstrip("{"), name


def answer(facts, service, operation, values):
    """The envelope of an answer with these values by the names of the facts; what is None has no element."""
    inner = "".join(_element(facts, field, values.get(field.name.fact)) for field in operation.outputs)
    name = operation.name.wire + "Response"
    return envelope(f'<{name} xmlns="{service.namespace}">{inner}</{name}>')


def _element(facts, field, value):
    if value is None:
        return ""
    name = field.name.wire
    if field.many:
        item, members = facts.structures[field.type]
        inner = ""
        for row in value:
            inner += f"<{item.wire}>" + "".join(_element(facts, member, row.get(member.name.fact)) for member in members) + f"</{item.wire}>"
        return f"<{name}>{inner}</{name}>"
    if isinstance(value, bool):
        value = "true" if value else "false"
    if isinstance(value, bytes):
        value = base64.b64encode(value).decode()
    return f"<{name}>{escape(str(value))}</{name}>"


def fault(text):
    inner = f"<faultcode>soap:Server</faultcode><faultstring>{escape(text)}</faultstring><detail/>"
    return envelope(f"<soap:Fault>{inner}</soap:Fault>")


def envelope(inner):
    text = f'<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="{SOAP}"><soap:Body>{inner}</soap:Body></soap:Envelope>'
    return text.encode()
