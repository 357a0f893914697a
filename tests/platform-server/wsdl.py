"""WSDL 1.1 of a service, as .NET writes it: document/literal, wrapped, elements qualified. (E) the form, by published WSDLs."""

from xml.sax.saxutils import quoteattr as q

HEAD = """<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:tns=%s xmlns:o=%s targetNamespace=%s>
<wsdl:types><s:schema elementFormDefault="qualified" targetNamespace=%s>
"""


def write(facts, service, host):
    target, space = service.action, service.namespace
    text = [HEAD % (q(target), q(space), q(target), q(space))]
    used = {}
    for operation in service.operations.values():
        for name, fields in ((operation.name.wire, operation.inputs), (operation.name.wire + "Response", operation.outputs)):
            text.append(f"<s:element name={q(name)}><s:complexType><s:sequence>")
            text += [_member(facts, field, used) for field in fields]
            text.append("</s:sequence></s:complexType></s:element>\n")
    for structure in used.values():
        text.append(structure)
    text.append("</s:schema></wsdl:types>\n")
    names = list(service.operations)
    for name in names:
        text.append(f'<wsdl:message name="{name}In"><wsdl:part name="parameters" element="o:{name}"/></wsdl:message>')
        text.append(f'<wsdl:message name="{name}Out"><wsdl:part name="parameters" element="o:{name}Response"/></wsdl:message>\n')
    text.append('<wsdl:portType name="Soap">')
    for name in names:
        text.append(f'<wsdl:operation name="{name}"><wsdl:input message="tns:{name}In"/><wsdl:output message="tns:{name}Out"/></wsdl:operation>\n')
    text.append('</wsdl:portType><wsdl:binding name="Soap" type="tns:Soap"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>')
    for name in names:
        body = '<soap:body use="literal"/>'
        text.append(
            f'<wsdl:operation name="{name}"><soap:operation soapAction={q(target + name)} style="document"/>'
            f"<wsdl:input>{body}</wsdl:input><wsdl:output>{body}</wsdl:output></wsdl:operation>\n"
        )
    text.append(f'</wsdl:binding><wsdl:service name="Service"><wsdl:port name="Soap" binding="tns:Soap"><soap:address location={q(host + service.path)}/>')
    text.append("</wsdl:port></wsdl:service></wsdl:definitions>")
    return "".join(text)


def _member(facts, field, used):
    name = q(field.name.wire)
    if field.many:
        item, members = facts.structures[field.type]
        list_type = f"ArrayOf{item.wire}"
        if item.wire not in used:
            used[item.wire] = ""
            inner = "".join(_member(facts, member, used) for member in members)
            used[item.wire] = (
                f'<s:complexType name="{list_type}"><s:sequence><s:element minOccurs="0" maxOccurs="unbounded" name="{item.wire}" '
                f'nillable="true" type="o:{item.wire}"/></s:sequence></s:complexType>\n'
                f'<s:complexType name="{item.wire}"><s:sequence>{inner}</s:sequence></s:complexType>\n'
            )
        return f'<s:element minOccurs="0" maxOccurs="1" name={name} type="o:{list_type}"/>'
    least = 0 if field.type in ("string", "base64Binary") else 1
    return f'<s:element minOccurs="{least}" maxOccurs="1" name={name} type="s:{field.type}"/>'
