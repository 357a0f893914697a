// Prints what an assembly shows to others and what it takes from them, one fact a line, in the order of its metadata.
using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

static class Surface {
	static MetadataReader reader;

	static void Main(string[] arguments) {
		using (var file = new PEReader(File.OpenRead(arguments[0]))) {
			reader = file.GetMetadataReader();
			foreach (var handle in reader.AssemblyReferences) {
				var reference = reader.GetAssemblyReference(handle);
				Console.WriteLine("assemblyref " + Text(reference.Name) + " " + reference.Version);
			}
			foreach (var handle in reader.TypeDefinitions) Type(handle);
			foreach (var line in reader.MemberReferences.Select(Member).Distinct().OrderBy(line => line, StringComparer.Ordinal)) Console.WriteLine(line);
		}
	}

	static void Type(TypeDefinitionHandle handle) {
		var type = reader.GetTypeDefinition(handle);
		string name = Names.Of(reader, handle);
		if (name == "<Module>") return;
		var attributes = type.Attributes;
		string line = "type " + (attributes & TypeAttributes.VisibilityMask);
		foreach (var flag in new[] { TypeAttributes.Abstract, TypeAttributes.Sealed, TypeAttributes.Interface, TypeAttributes.SequentialLayout, TypeAttributes.Serializable })
			if ((attributes & flag) == flag) line += " " + flag.ToString().Replace("ClassSemanticsMask", "Interface");
		if (!type.BaseType.IsNil) line += " " + name + ": " + Names.Of(reader, type.BaseType); else line += " " + name;
		Console.WriteLine(line);
		var interfaces = type.GetInterfaceImplementations().Select(it => Names.Of(reader, reader.GetInterfaceImplementation(it).Interface));
		foreach (var one in interfaces.OrderBy(it => it, StringComparer.Ordinal)) Console.WriteLine("\timplements " + one);
		Attributes("\t", type.GetCustomAttributes());
		foreach (var field in type.GetFields().Select(reader.GetFieldDefinition)) {
			Console.WriteLine("\tfield " + Flags(field.Attributes) + field.DecodeSignature(new Names(), null) + " " + Text(field.Name));
			Attributes("\t\t", field.GetCustomAttributes());
		}
		foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition)) Method(method);
		foreach (var property in type.GetProperties().Select(reader.GetPropertyDefinition)) {
			var accessors = property.GetAccessors();
			string both = (accessors.Setter.IsNil ? "" : " set") + (accessors.Getter.IsNil ? "" : " get");
			Console.WriteLine("\tproperty " + property.DecodeSignature(new Names(), null).ReturnType + " " + Text(property.Name) + both);
			Attributes("\t\t", property.GetCustomAttributes());
		}
	}

	static void Method(MethodDefinition method) {
		var signature = method.DecodeSignature(new Names(), null);
		var parameters = method.GetParameters().Select(reader.GetParameter).Where(it => it.SequenceNumber > 0).ToDictionary(it => it.SequenceNumber);
		var list = signature.ParameterTypes.Select((type, place) => {
			if (!parameters.TryGetValue(place + 1, out Parameter parameter)) return type;
			string direction = (parameter.Attributes & ParameterAttributes.Out) != 0 ? type.Replace("ref ", "out ") : type;
			string optional = (parameter.Attributes & (ParameterAttributes.Optional | ParameterAttributes.HasDefault)) != 0 ? "optional " : "";
			string many = parameter.GetCustomAttributes().Count > 0 ? "params " : "";
			return optional + many + direction + " " + Text(parameter.Name);
		});
		string generic = signature.GenericParameterCount > 0 ? "`" + signature.GenericParameterCount : "";
		Console.WriteLine("\tmethod " + Flags(method.Attributes) + signature.ReturnType + " " + Text(method.Name) + generic + "(" + string.Join(", ", list) + ")");
		Attributes("\t\t", method.GetCustomAttributes());
	}

	static string Flags(FieldAttributes attributes) {
		string text = (attributes & FieldAttributes.FieldAccessMask) + " ";
		foreach (var flag in new[] { FieldAttributes.Static, FieldAttributes.InitOnly, FieldAttributes.Literal })
			if ((attributes & flag) != 0) text += flag + " ";
		return text;
	}

	static string Flags(MethodAttributes attributes) {
		string text = (attributes & MethodAttributes.MemberAccessMask) + " ";
		foreach (var flag in new[] { MethodAttributes.Static, MethodAttributes.Abstract, MethodAttributes.Virtual, MethodAttributes.Final })
			if ((attributes & flag) != 0) text += flag + " ";
		if ((attributes & MethodAttributes.NewSlot) != 0) text += "NewSlot ";
		return text;
	}

	static void Attributes(string indentation, CustomAttributeHandleCollection handles) {
		foreach (var attribute in handles.Select(reader.GetCustomAttribute)) {
			string type = attribute.Constructor.Kind == HandleKind.MemberReference
				? Names.Of(reader, reader.GetMemberReference((MemberReferenceHandle) attribute.Constructor).Parent)
				: "own";
			var value = attribute.DecodeValue(new Names());
			var arguments = value.FixedArguments.Select(it => it.Value is string text ? "\"" + text + "\"" : it.Value == null ? "null" : it.Value.ToString());
			Console.WriteLine(indentation + "attribute " + type + "(" + string.Join(", ", arguments) + ")");
		}
	}

	static string Member(MemberReferenceHandle handle) {
		var member = reader.GetMemberReference(handle);
		string parent = member.Parent.Kind == HandleKind.MethodDefinition ? "own" : Names.Of(reader, member.Parent);
		if (member.GetKind() == MemberReferenceKind.Field)
			return "memberref " + member.DecodeFieldSignature(new Names(), null) + " " + parent + "." + Text(member.Name);
		var signature = member.DecodeMethodSignature(new Names(), null);
		string generic = signature.GenericParameterCount > 0 ? "`" + signature.GenericParameterCount : "";
		return "memberref " + (signature.Header.IsInstance ? "" : "static ") + signature.ReturnType + " " + parent + "." + Text(member.Name) + generic + "(" + string.Join(", ", signature.ParameterTypes) + ")";
	}

	static string Text(StringHandle handle) { return reader.GetString(handle); }
}

// Types as text.
class Names : ISignatureTypeProvider<string, object>, ICustomAttributeTypeProvider<string> {
	public static string Of(MetadataReader reader, EntityHandle handle) {
		var names = new Names();
		switch (handle.Kind) {
			case HandleKind.TypeDefinition: return names.GetTypeFromDefinition(reader, (TypeDefinitionHandle) handle, 0);
			case HandleKind.TypeReference: return names.GetTypeFromReference(reader, (TypeReferenceHandle) handle, 0);
			default: return reader.GetTypeSpecification((TypeSpecificationHandle) handle).DecodeSignature(names, null);
		}
	}

	public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte kind) {
		var type = reader.GetTypeDefinition(handle);
		string name = reader.GetString(type.Name);
		return type.IsNested ? GetTypeFromDefinition(reader, type.GetDeclaringType(), 0) + "/" + name : Joined(reader.GetString(type.Namespace), name);
	}

	public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte kind) {
		var type = reader.GetTypeReference(handle);
		string name = reader.GetString(type.Name);
		return type.ResolutionScope.Kind == HandleKind.TypeReference
			? GetTypeFromReference(reader, (TypeReferenceHandle) type.ResolutionScope, 0) + "/" + name
			: Joined(reader.GetString(type.Namespace), name);
	}

	public string GetTypeFromSpecification(MetadataReader reader, object context, TypeSpecificationHandle handle, byte kind) { return Of(reader, handle); }
	public string GetPrimitiveType(PrimitiveTypeCode code) { return code.ToString(); }
	public string GetSZArrayType(string element) { return element + "[]"; }
	public string GetArrayType(string element, ArrayShape shape) { return element + "[,]"; }
	public string GetByReferenceType(string element) { return "ref " + element; }
	public string GetPointerType(string element) { return element + "*"; }
	public string GetGenericInstantiation(string type, ImmutableArray<string> arguments) { return type + "<" + string.Join(", ", arguments) + ">"; }
	public string GetGenericMethodParameter(object context, int index) { return "!!" + index; }
	public string GetGenericTypeParameter(object context, int index) { return "!" + index; }
	public string GetFunctionPointerType(MethodSignature<string> signature) { return "function"; }
	public string GetModifiedType(string modifier, string type, bool isRequired) { return type; }
	public string GetPinnedType(string element) { return element; }
	public string GetSystemType() { return "System.Type"; }
	public bool IsSystemType(string type) { return type == "System.Type"; }
	public string GetTypeFromSerializedName(string name) { return name; }
	public PrimitiveTypeCode GetUnderlyingEnumType(string type) { return PrimitiveTypeCode.Int32; }

	static string Joined(string space, string name) { return space == "" ? name : space + "." + name; }
}
