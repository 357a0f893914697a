// Uses every generated type as modules and the platform do, and ends with the first thing that is wrong.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Data;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Serialization.Formatters.Binary;
using System.Xml;
using System.Xml.Serialization;
using OutSystems.HubEdition.RuntimePlatform;
using OutSystems.HubEdition.RuntimePlatform.Db;
using OutSystems.HubEdition.RuntimePlatform.NewRuntime;
using OutSystems.NssMatrix;
using OutSystems.ObjectKeys;

static class Run {
	static int checks;

	static int Main(string[] arguments) {
		try {
			var structs = File.ReadAllLines(arguments[0]).Select(line => new Attribute(line.Split('\t'))).GroupBy(it => it.Struct);
			foreach (var group in structs) AttributeStruct(Type(group.Key), group.ToArray());
			var types = typeof(CssMatrix).Assembly.GetTypes();
			foreach (var type in types.Where(it => it.Name.StartsWith("RC"))) Record(type);
			foreach (var type in types.Where(it => it.Name.StartsWith("RL"))) List(type);
			Empty(Type("STEmptyStructure"), 0);
			Empty(Type("ENBareEntityRecord"), 0);
			Peers();
			Xml();
			Actions();
		}
		catch (Exception exception) {
			Console.WriteLine(exception is TargetInvocationException ? exception.InnerException : exception);
			return 1;
		}
		Console.WriteLine(checks + " checks");
		return 0;
	}

	// Everything that structures and entities have in common.
	static void AttributeStruct(Type type, Attribute[] attributes) {
		Console.WriteLine(type.Name);
		bool isEntity = type.Name.StartsWith("EN");
		Check(Member.Of(type).Select(it => it.Label).SequenceEqual(attributes.Select(it => it.Name)), "attributes");
		Defaults(type, attributes);
		foreach (var attribute in attributes) OneChange(type, attribute.Name, GlobalObjectKey.Parse(attribute.Key));
		Together(type);
		Reads(type, attributes);
		DebuggerView(type, attributes, isEntity ? "Entity" : "Structure", true);
		Throws(() => ((IRecord) New(type)).AttributeGet(GlobalObjectKey.Parse("other")), "Invalid key");
		if (isEntity) Entity(type, attributes);
		else {
			Throws(() => ((IRecord) New(type)).ChangedAttributeGet(null), "Method not Supported");
			Throws(() => ((IRecord) New(type)).OptimizedAttributeGet(null), "Method not Supported");
			Optimized(type, attributes.Where(it => it.Kind == "record").Select(it => it.Name).ToArray());
		}
		var nested = attributes.Where(it => it.Kind == "record" || it.Kind == "list").ToArray();
		Calls.Take();
		((IRecord) New(type)).RecursiveReset();
		((IRecord) New(type)).InternalRecursiveSave();
		int lists = Calls.Take().Count;
		Check(nested.Length > 0 ? lists >= 2 * nested.Count(it => it.Kind == "list") : lists == 0, "recursion");
	}

	static void Defaults(Type type, Attribute[] attributes) {
		object value = New(type);
		foreach (var attribute in attributes) Same(Text(Member.Of(type, attribute.Name).Get(value)), attribute.Default, type.Name + "." + attribute.Name);
		Check(IsDefault(value), "IsDefault of a new one");
		Check(Equal(value, New(type)) && value.Equals(New(type)), "two new ones");
		Check(!value.Equals(null) && !value.Equals("x"), "Equals of something else");
		Check(((BitArray) type.GetField("OptimizedAttributes").GetValue(value) == null) == !type.Name.StartsWith("EN"), "OptimizedAttributes");
	}

	// One attribute has another value.
	static void OneChange(Type type, string label, GlobalObjectKey key) {
		var member = Member.Of(type, label);
		object value = New(type), other = Other(member.Type, member.Get(value));
		if (other == null) return;
		member.Set(value, other);
		string what = type.Name + "." + label;
		Check(!IsDefault(value), what + " IsDefault");
		Check(!Equal(value, New(type)) && !value.Equals(New(type)), what + " is not equal");
		object copy = Duplicate(value);
		Check(Equal(copy, value) && copy.Equals(value) && value.Equals(copy), what + " Duplicate");
		if (member.Type == typeof(byte[]) || member.Type.Name.StartsWith("RL"))
			Check(!ReferenceEquals(member.Get(copy), member.Get(value)), what + " is shared by its duplicate");
		else if (member.Type.Name == "RCLeafRecord") Check(!ReferenceEquals(Bytes(member.Get(copy)), Bytes(member.Get(value))), what + " shares bytes with its duplicate");
		Same(copy.GetHashCode(), copy.GetHashCode(), what + " hash");
		object filled = New(type);
		((IRecord) filled).FillFromOther((IRecord) value);
		Check(Equal(filled, value), what + " FillFromOther");
		Same(Content(Binary(value)), Content(value), what + " binary");
		object read = New(type);
		type.GetMethod("ReadIM").Invoke(read, new[] { value });
		Check(Equal(read, value), what + " ReadIM");
		Same(Text(((IRecord) value).AttributeGet(key)), Text(other), what + " AttributeGet");
		// A null is a value like any other, which nothing may stumble over.
		if (member.Type.IsValueType) return;
		member.Set(value, null);
		Check(value.GetHashCode() == value.GetHashCode() && Equal(value, Binary(value)), what + " null");
		if (member.Type.Name.StartsWith("RL")) Check(IsDefault(value), what + " null IsDefault");
		else Check(Equal(Duplicate(value), value), what + " null Duplicate");
	}

	// All attributes have other values.
	static void Together(Type type) {
		object value = Filled(type);
		Check(Equal(Duplicate(value), value) && ((IRecord) value).Duplicate().Equals(value), type.Name + " Duplicate");
		Same(Content(Binary(value)), Content(value), type.Name + " binary");
		object filled = New(type);
		((IRecord) filled).FillFromOther((IRecord) value);
		Check(Equal(filled, value), type.Name + " FillFromOther");
		((IRecord) filled).FillFromOther(null);
		Check(Equal(filled, value), type.Name + " FillFromOther null");
	}

	static void Reads(Type type, Attribute[] attributes) {
		var values = attributes.Where(it => it.Kind == "value").ToArray();
		var table = new DataTable();
		table.Columns.Add("before");
		foreach (var it in values) table.Columns.Add(it.Name, Member.Of(type, it.Name).Type);
		object filled = Filled(type);
		table.Rows.Add(new object[] { null }.Concat(values.Select(it => Member.Of(type, it.Name).Get(filled))).ToArray());
		table.Rows.Add(new object[values.Length + 1]);
		using (var reader = table.CreateDataReader()) {
			foreach (bool isNull in new[] { false, true }) {
				reader.Read();
				object value = New(type);
				Calls.Take();
				var arguments = new object[] { reader, 1 };
				type.GetMethod("Read").Invoke(value, arguments);
				Same(arguments[1], values.Length + 1, type.Name + " index");
				Same(string.Join(",", Calls.Take()), string.Join(",", values.Select(it => it.Reader + " " + it.Element + "." + it.Name)), type.Name + " readers");
				foreach (var it in values) {
					var member = Member.Of(type, it.Name);
					Same(Text(member.Get(value)), isNull ? it.TypeDefault : Text(member.Get(filled)), type.Name + "." + it.Name + " read");
				}
				foreach (string states in new[] { "ChangedAttributes", "OptimizedAttributes" })
					if (type.Name.StartsWith("EN")) Same(States(value, states), new string('0', attributes.Length), states + " after Read");
			}
		}
		table.Columns.Remove("before");
		using (var reader = table.CreateDataReader()) {
			reader.Read();
			object value = New(type);
			((IRecord) value).ReadDB(reader);
			foreach (var it in values) Same(Text(Member.Of(type, it.Name).Get(value)), Text(Member.Of(type, it.Name).Get(filled)), "ReadDB");
		}
	}

	static void DebuggerView(Type type, Attribute[] attributes, string element, bool isLower) {
		object value = New(type);
		var view = View(value, "TheField", 1);
		Same(view.Name, element, type.Name + " element");
		Same(view.GetAttribute("debug.field"), "TheField", "debug.field");
		string field = isLower ? "thefield" : "TheField";
		foreach (var it in attributes) {
			if (it.Kind == "value") Same(view.GetAttribute(it.Name), it.TypeKind, type.Name + "." + it.Name + " kind");
			else if (it.Kind == "object") Check(view.HasAttribute(it.Name), it.Name);
			else Check(view.ChildNodes.Cast<XmlElement>().Any(child => child.GetAttribute("debug.field") == it.Name), it.Name + " nested");
		}
		var last = attributes.LastOrDefault(it => it.Kind == "value");
		if (last != null) {
			VarValue.OptimizedFields.Add(field + "." + last.Name);
			Same(View(value, "TheField", 1).GetAttribute(last.Name), "optimized", last.Name);
			VarValue.OptimizedFields.Clear();
		}
		Same(View(value, null, 0).InnerXml, "<Deferred />", "deferred");
		Same(View(value, null, 1).HasAttribute("debug.field"), false, "without a field");
		foreach (var it in attributes) {
			bool isNested = it.Kind == "record" || it.Kind == "list";
			var found = Evaluate(value, it.Name.ToLower() + (isNested ? ".rest" : ""));
			Check(found.Found && Text(found.CurrentValue) == Text(Member.Of(type, it.Name).Get(value)), it.Name + " evaluated");
			Same(found.FieldName, isNested ? it.Name.ToLower() : null, it.Name + " SetFieldName");
			Same(found.Rest, isNested ? it.Name.ToLower() + ":rest" : null, it.Name + " rest");
			VarValue.OptimizedFields.Add("base." + it.Name);
			Check(Evaluate(value, it.Name.ToLower()).Optimized, it.Name + " optimized");
			VarValue.OptimizedFields.Clear();
		}
		Check(!Evaluate(value, "no such field").Found, "no such field");
	}

	static void Entity(Type type, Attribute[] attributes) {
		int count = attributes.Length;
		string all = new string('1', count), none = new string('0', count);
		object value = New(type);
		Same(States(value, "ChangedAttributes"), all, "changed at the start");
		Same(States(value, "OptimizedAttributes"), none, "optimized at the start");
		for (int place = 0; place < count; place++) {
			var member = Member.Of(type, attributes[place].Name);
			var key = GlobalObjectKey.Parse(attributes[place].Key);
			string one = none.Remove(place, 1).Insert(place, "1"), expected = attributes[place].IsIdentifier ? all : one;
			value = Unchanged(type, count);
			if (member.Type != typeof(byte[])) {
				member.Set(value, member.Get(value));
				Same(States(value, "ChangedAttributes"), none, "set to what it was");
			}
			((BitArray) type.GetField("OptimizedAttributes").GetValue(value))[place] = true;
			Check(((IRecord) value).OptimizedAttributeGet(key) && !((IRecord) value).ChangedAttributeGet(key), "OptimizedAttributeGet");
			member.Set(value, member.Get(value));
			Same(States(value, "ChangedAttributes"), expected, "set what was optimized");
			value = Unchanged(type, count);
			member.Set(value, Other(member.Type, member.Get(value)));
			Same(States(value, "ChangedAttributes"), expected, member.Label + " set to another");
			Check(((IRecord) value).ChangedAttributeGet(key), "ChangedAttributeGet");
			object filled = New(type), copy = Duplicate(value), back = Binary(value);
			((IRecord) filled).FillFromOther((IRecord) value);
			foreach (object it in new[] { filled, copy }) Same(States(it, "ChangedAttributes"), expected, "copied states");
			Check(!ReferenceEquals(type.GetField("ChangedAttributes").GetValue(copy), type.GetField("ChangedAttributes").GetValue(value)), "states are shared");
			Check(Equal(back, value), "binary");
		}
		((IRecord) value).FillFromOther(null);
		Same(States(value, "ChangedAttributes"), none, "states after FillFromOther null");
		foreach (string method in new[] { "ChangedAttributeGet", "OptimizedAttributeGet" })
			Throws(() => Call(value, method, GlobalObjectKey.Parse("other")), "Invalid key");
		Optimized(type, new string[0]);
		Names(type, attributes);
	}

	static void Names(Type type, Attribute[] attributes) {
		var names = Type("EN" + attributes[0].Element + "Entity");
		var map = (Dictionary<string, string>) names.GetMethod("AttributesToDatabaseNamesMap").Invoke(null, null);
		Same(string.Join(",", map.Select(it => it.Key + "=" + it.Value)), string.Join(",", attributes.Select(it => it.Name.ToLower() + "=" + it.Column)), "map");
		var column = names.GetMethod("AttributeDatabaseName");
		Same(column.Invoke(null, new object[] { attributes[0].Name.ToLower() }), attributes[0].Column, "column");
		Same(column.Invoke(null, new object[] { "no such attribute" }), null, "no column");
		foreach (string method in new[] { "ViewName", "LocalViewName" })
			Same(names.GetMethod(method).Invoke(null, new object[] { 1, "en" }), attributes[0].Table, method);
	}

	static void Record(Type type) {
		Console.WriteLine(type.Name);
		var members = Member.Of(type);
		object value = New(type);
		Check(IsDefault(value) && Equal(value, New(type)), type.Name + " IsDefault");
		foreach (var member in members) {
			var id = (GlobalObjectKey) type.GetField("Id" + member.Label, BindingFlags.Static | BindingFlags.NonPublic).GetValue(null);
			Check(id.ToString().StartsWith("2UmDmepsh0WSfJ_D1JexCA*") && id.ToString().Length == 45, "key of " + member.Label);
			OneChange(type, member.Label, id);
		}
		Together(type);
		var view = View(value, "TheField", 2);
		Same(view.Name, "Record", "element");
		Same(view.ChildNodes.Count, members.Length, "nested");
		foreach (var member in members) {
			var found = Evaluate(value, member.Label.ToLower() + ".rest");
			Check(found.Found && found.CurrentValue.Equals(member.Get(value)) && found.FieldName == member.Label.ToLower() && found.Rest == member.Label.ToLower() + ":rest", "evaluated");
		}
		RecordReads(type, members);
		RecordStates(type, members);
		if (members.Length == 1) Conversions(type, members[0]);
	}

	static void RecordReads(Type type, Member[] members) {
		var values = members.SelectMany(source => Member.Of(source.Type).Where(it => !it.Type.Name.StartsWith("R") && it.Type != typeof(object)).Select(it => new { source, it })).ToArray();
		var table = new DataTable();
		foreach (var one in values) table.Columns.Add(one.source.Label + "." + one.it.Label, one.it.Type);
		object filled = Filled(type);
		table.Rows.Add(values.Select(one => one.it.Get(one.source.Get(filled))).ToArray());
		using (var reader = table.CreateDataReader()) {
			reader.Read();
			object value = New(type);
			((IRecord) value).ReadDB(reader);
			foreach (var one in values) Same(Text(one.it.Get(one.source.Get(value))), Text(one.it.Get(one.source.Get(filled))), type.Name + " read");
		}
	}

	static void RecordStates(Type type, Member[] members) {
		object value = New(type);
		var defaults = (BitArray[]) type.GetMethod("GetDefaultOptimizedValues").Invoke(value, null);
		Same(defaults.Length, members.Length, "GetDefaultOptimizedValues");
		for (int place = 0; place < members.Length; place++) {
			bool isEntity = members[place].Type.Name.StartsWith("EN");
			Same(defaults[place] == null ? -1 : defaults[place].Length, isEntity ? Member.Of(members[place].Type).Length : -1, "default states");
			var given = members.Select(it => new BitArray(Math.Max(1, Member.Of(it.Type).Length), true)).ToArray();
			((IRecord) value).AllOptimizedAttributes = given;
			Check(ReferenceEquals(members[place].Type.GetField("OptimizedAttributes").GetValue(members[place].Get(value)), given[place]), "given states");
			Same(((IRecord) value).AllOptimizedAttributes[place], isEntity ? given[place] : null, "states");
			((IRecord) value).AllOptimizedAttributes = null;
			if (isEntity) Same(States(members[place].Get(value), "OptimizedAttributes"), new string('0', defaults[place].Length), "states reset");
		}
		if (members.Length == 1 && members[0].Type.Name.StartsWith("EN")) {
			var changed = new BitArray(2, true);
			type.GetProperty("ChangedAttributes").SetValue(value, changed, null);
			Same(type.GetProperty("ChangedAttributes").GetValue(value, null), changed, "ChangedAttributes");
		}
		else Throws(() => ((IRecord) value).ChangedAttributeGet(null), "Method not Supported");
	}

	static void Conversions(Type type, Member member) {
		object filled = Filled(type);
		var conversions = type.GetMethods().Where(it => it.Name == "op_Implicit").ToArray();
		object source = conversions.Single(it => it.ReturnType == member.Type).Invoke(null, new[] { filled });
		Same(Content(source), Content(member.Get(filled)), "conversion");
		object back = conversions.Single(it => it.ReturnType == type).Invoke(null, new[] { source });
		Check(Equal(back, filled), "conversion back");
	}

	static void List(Type type) {
		Console.WriteLine(type.Name);
		typeof(Run).GetMethod("ListOf", BindingFlags.Static | BindingFlags.NonPublic)
			.MakeGenericMethod(type, type.BaseType.GetGenericArguments()[0])
			.Invoke(null, null);
	}

	static void ListOf<L, R>() where L : GenericRecordList<R>, new() where R : IRecord {
		var array = new[] { (R) New(typeof(R)), (R) Filled(typeof(R)) };
		var from = typeof(L).GetMethod("op_Implicit", new[] { typeof(R[]) });
		var list = (L) from.Invoke(null, new object[] { array });
		Same(list.Length, 2, "from an array");
		Func<R, string> converter = record => record.Equals(array[1]) ? "filled" : "new";
		var methods = typeof(L).GetMethods().Where(it => it.IsGenericMethodDefinition).ToLookup(it => it.Name, it => it.MakeGenericMethod(typeof(string)));
		string words = list[0].Equals(list[1]) ? "filled,filled" : "new,filled";
		Same(string.Join(",", (string[]) methods["ToArray"].Single(it => !it.IsStatic).Invoke(list, new object[] { converter })), words, "ToArray");
		Same(string.Join(",", (string[]) methods["ToArray"].Single(it => it.IsStatic).Invoke(null, new object[] { list, converter })), words, "static ToArray");
		Func<string, R> back = word => word == "filled" ? array[1] : array[0];
		var second = (L) methods["ToList"].Single().Invoke(null, new object[] { new[] { "new", "filled" }, back });
		Check(list == second, "ToList");
		var rest = new RestList<string>();
		rest.Items.AddRange(new[] { "new", "filled" });
		Check(list == (L) methods["FromRestList"].Single().Invoke(null, new object[] { rest, back }), "FromRestList");
		Check(list.Duplicate() is L && list == list.Duplicate(), "Duplicate");
		Same(Content(Binary(list)), Content(list), "binary");
		var filled = new L();
		filled.FillFromOther(list);
		Check(filled == list, "FillFromOther");
		Same(Content(filled.ElementDefault()), Content(New(typeof(R))), "element");
		Same(filled.GetDefaultOptimizedValues().Length, Member.Of(typeof(R)).Length, "states");
		var transaction = new Transaction();
		Same(((L) Activator.CreateInstance(typeof(L), transaction)).Transaction, transaction, "transaction");
		OSList<R>.ReadDBMethodDelegate reader = delegate {};
		var with = (L) Activator.CreateInstance(typeof(L), transaction, reader);
		Check(with.Transaction == transaction && with.Alternate == reader, "reader");
	}

	static void Empty(Type type, int count) {
		object value = New(type);
		Check(IsDefault(value) && Equal(value, Duplicate(value)) && Equal(value, Binary(value)), type.Name);
		((IRecord) value).FillFromOther((IRecord) New(type));
		Same(Member.Of(type).Length, count, type.Name);
	}

	// A record of a module whose keys were derived in another way.
	public class Peer : IRecord {
		public STLeafStructure ssSTLeaf = new STLeafStructure(null);
		public STOtherStructure ssSTOther = new STOtherStructure(null);

		public object AttributeGet(GlobalObjectKey key) { throw new Exception("Invalid key"); }
		public IRecord Duplicate() { return this; }
		public bool ChangedAttributeGet(GlobalObjectKey key) { throw new Exception("Invalid key"); }
		public bool OptimizedAttributeGet(GlobalObjectKey key) { throw new Exception("Invalid key"); }
		public void FillFromOther(IRecord other) {}
		public void ReadDB(IDataReader r) {}
		public void RecursiveReset() {}
		public void InternalRecursiveSave() {}
		public BitArray[] AllOptimizedAttributes { get; set; }
	}

	static void Peers() {
		var peer = new Peer();
		peer.ssSTLeaf.ssText = "from the peer";
		peer.ssSTOther.ssNumber = 7;
		var leaf = new RCLeafRecord(null);
		leaf.FillFromOther(peer);
		Same(leaf.ssSTLeaf.ssText, "from the peer", "a peer with another key");
		var join = new RCLeafOtherRecord(null);
		join.FillFromOther(peer);
		Check(join.ssSTLeaf.ssText == "from the peer" && join.ssSTOther.ssNumber == 7, "a join from a peer with other keys");
		var unknown = GlobalObjectKey.Parse("2UmDmepsh0WSfJ_D1JexCA*AAAAAAAAAAAAAAAAAAAAAA");
		Check(leaf.AttributeGet(unknown).Equals(leaf.ssSTLeaf), "a key of the peer");
		Same(join.AttributeGet(unknown), null, "a key of a peer's join");
		var entity = new RCEveryRecord(null);
		entity.FillFromOther(peer);
		Check(entity.IsDefault(), "a peer without the source");
		STLeafStructure structure = leaf;
		RCLeafRecord[] array = { structure, leaf };
		RLLeafRecordList list = array;
		Same(list.Length, 2, "implicit conversions");
	}

	// The names in XML are those of the attributes.
	static void Xml() {
		var overrides = new XmlAttributeOverrides();
		foreach (var type in new[] { typeof(STLeafStructure), typeof(RCLeafRecord) })
			foreach (string name in new[] { "OptimizedAttributes", "AllOptimizedAttributes" }) overrides.Add(type, name, new XmlAttributes { XmlIgnore = true });
		var serializer = new XmlSerializer(typeof(RCLeafRecord), overrides);
		var record = new RCLeafRecord(null);
		record.ssSTLeaf.ssText = "a <text>";
		record.ssSTLeaf.ssBytes = new byte[] { 1, 2, 3 };
		var writer = new StringWriter();
		serializer.Serialize(writer, record);
		Check(writer.ToString().Contains("<Text>a &lt;text&gt;</Text>") && writer.ToString().Contains("<Bytes>AQID</Bytes>"), writer.ToString());
		Check(record == (RCLeafRecord) serializer.Deserialize(new StringReader(writer.ToString())), "XML");
	}

	static void Actions() {
		IssMatrix actions = new CssMatrix();
		actions.MssNothing();
		actions.MssFunction(out long result);
		Same(result, 0L, "Function");
		actions.MssImported("a", out string text);
		Same(text, "ab", "Imported");
		var both = typeof(IssMatrix).GetMethod("MssBoth");
		var arguments = both.GetParameters().Select(it => it.ParameterType.IsValueType ? Activator.CreateInstance(it.ParameterType) : null).ToArray();
		both.Invoke(actions, arguments);
		var outputs = both.GetParameters().Zip(arguments, (parameter, value) => new { parameter.Name, value }).ToDictionary(it => it.Name, it => it.value);
		Same(Text(outputs["ssOutDateOwn"]), "3000-12-31 00:00:00", "own default of an output");
		Same(Text(outputs["ssOutText"]), "", "default of an output");
		Same(Text(outputs["ssOutLongIntegerOwn"]), "-9223372036854775808", "own default of an output");
		Same(Text(outputs["ssOutJoinListtrue"]), "list of 0", "list");
		Check(IsDefault(outputs["ssOutMixedRecordtrue"]), "record");
	}

	// A value that differs from this one; null when there is none.
	static object Other(Type type, object value) {
		if (type == typeof(string)) return value + "é<&>";
		if (type == typeof(int)) return (int) value / 2 + 1;
		if (type == typeof(long)) return (long) value / 2 + 1;
		if (type == typeof(decimal)) return (decimal) value / 2 + 1.5m;
		if (type == typeof(bool)) return !(bool) value;
		if (type == typeof(DateTime)) return ((DateTime) value).AddSeconds(-86399);
		if (type == typeof(byte[])) return new byte[] { 1, 2, 255 };
		if (type == typeof(object)) return "an object";
		if (type.Name.StartsWith("RL")) {
			object list = Activator.CreateInstance(type);
			var element = type.BaseType.GetGenericArguments()[0];
			foreach (object item in new[] { New(element), Filled(element) }) Call(list, "Append", item);
			return list;
		}
		object other = Filled(type);
		return Equal(other, value) ? null : other;
	}

	// A struct whose attributes all have other values.
	static object Filled(Type type) {
		object value = New(type);
		foreach (var member in Member.Of(type)) {
			object other = Other(member.Type, member.Get(value));
			if (other != null) member.Set(value, other);
		}
		return value;
	}

	static object Unchanged(Type type, int count) {
		object value = New(type);
		type.GetField("ChangedAttributes").SetValue(value, new BitArray(count, false));
		return value;
	}

	static void Optimized(Type type, string[] records) {
		object value = New(type);
		Same(((BitArray[]) type.GetMethod("GetDefaultOptimizedValues").Invoke(value, null)).Length, records.Length, "GetDefaultOptimizedValues");
		Check(((IRecord) value).AllOptimizedAttributes.Length == records.Length && ((IRecord) value).AllOptimizedAttributes.All(it => it == null), "AllOptimizedAttributes");
		var given = records.Select(it => new BitArray(1)).ToArray();
		((IRecord) value).AllOptimizedAttributes = given;
		for (int place = 0; place < records.Length; place++) {
			object record = Member.Of(type, records[place]).Get(value);
			Check(ReferenceEquals(record.GetType().GetField("OptimizedAttributes").GetValue(record), given[place]), "given states");
		}
		((IRecord) value).AllOptimizedAttributes = null;
	}

	static object New(Type type) { return type.GetConstructor(new[] { typeof(string[]) }).Invoke(new object[] { null }); }
	static object Call(object value, string method, params object[] arguments) { return value.GetType().GetMethod(method).Invoke(value, arguments); }
	static bool IsDefault(object value) { return (bool) Call(value, "IsDefault"); }
	static object Duplicate(object value) { return Call(value, "Duplicate"); }
	static byte[] Bytes(object leafRecord) { return ((RCLeafRecord) leafRecord).ssSTLeaf.ssBytes; }
	static string States(object value, string name) { return string.Concat(((BitArray) value.GetType().GetField(name).GetValue(value)).Cast<bool>().Select(it => it ? '1' : '0')); }
	static Type Type(string name) { return typeof(CssMatrix).Assembly.GetType("OutSystems.NssMatrix." + name, true); }

	static bool Equal(object a, object b) {
		bool equal = (bool) a.GetType().GetMethod("op_Equality").Invoke(null, new[] { a, b });
		Check(equal != (bool) a.GetType().GetMethod("op_Inequality").Invoke(null, new[] { a, b }), "== and !=");
		return equal;
	}

	static object Binary(object value) {
		var stream = new MemoryStream();
		new BinaryFormatter().Serialize(stream, value);
		stream.Position = 0;
		return new BinaryFormatter().Deserialize(stream);
	}

	static XmlElement View(object value, string field, int detail) {
		var root = new XmlDocument().CreateElement("root");
		Call(value, "ToXml", null, root, field, detail);
		return (XmlElement) root.FirstChild;
	}

	static VarValue Evaluate(object value, string fields) {
		var variable = new VarValue { Found = true };
		Call(value, "EvaluateFields", variable, null, "base", fields);
		return variable;
	}

	// A value as the table has it.
	static string Text(object value) {
		if (value is DateTime date) return date.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
		if (value is byte[] bytes) return string.Concat(bytes.Select(it => it.ToString("X2")));
		if (value is IOSList list) return "list of " + list.Length;
		if (value is IRecord) return "record";
		return value == null ? "null" : Convert.ToString(value, CultureInfo.InvariantCulture);
	}

	// A value with all that is in it.
	static string Content(object value) {
		if (value is IOSList list) return "[" + string.Join(",", ((IEnumerable) list).Cast<object>().Select(Content)) + "]";
		if (value is IRecord) return "{" + string.Join(",", Member.Of(value.GetType()).Select(it => it.Label + "=" + Content(it.Get(value)))) + "}";
		return Text(value);
	}

	static void Check(bool isRight, string what) {
		checks++;
		if (!isRight) throw new Exception("wrong: " + what);
	}

	static void Same(object found, object expected, string what) {
		Check(Equals(found, expected), what + ": found “" + Short(found) + "”, expected “" + Short(expected) + "”");
	}

	static string Short(object value) {
		string text = value == null ? "null" : value.ToString();
		return text.Length > 300 ? text.Substring(0, 300) + "…" : text;
	}

	static void Throws(Action action, string message) {
		string thrown = "nothing";
		try { action(); }
		catch (Exception exception) { thrown = (exception is TargetInvocationException ? exception.InnerException : exception).Message; }
		Same(thrown, message, "exception");
	}

	class Transaction : IDbTransaction {
		public IDbConnection Connection { get { return null; } }
		public IsolationLevel IsolationLevel { get { return IsolationLevel.Unspecified; } }
		public void Commit() {}
		public void Rollback() {}
		public void Dispose() {}
	}
}

// A line of the table.
class Attribute {
	public readonly string Struct, Element, Name, Kind, Default, TypeDefault, Reader, TypeKind, Key, Column, Table;
	public readonly bool IsIdentifier;

	public Attribute(string[] columns) {
		Struct = columns[0];
		Element = columns[1];
		Name = columns[2];
		Kind = columns[3];
		Default = columns[4];
		TypeDefault = columns[5];
		Reader = columns[6];
		TypeKind = columns[7];
		Key = columns[8];
		Column = columns[9];
		IsIdentifier = bool.Parse(columns[10]);
		Table = columns[11];
	}
}

// A field or property of a struct that holds a value.
class Member {
	readonly FieldInfo field;
	readonly PropertyInfo property;

	Member(FieldInfo field, PropertyInfo property) {
		this.field = field;
		this.property = property;
	}

	string Name { get { return field != null ? field.Name : property.Name; } }
	public Type Type { get { return field != null ? field.FieldType : property.PropertyType; } }
	public string Label { get { return Name.Substring(Type.Name.StartsWith("ST") || Type.Name.StartsWith("EN") ? 4 : 2); } }
	public object Get(object value) { return field != null ? field.GetValue(value) : property.GetValue(value, null); }

	public void Set(object value, object content) {
		if (field != null) field.SetValue(value, content);
		else property.SetValue(value, content, null);
	}

	public static Member[] Of(Type type) {
		var fields = type.GetFields(BindingFlags.Public | BindingFlags.Instance).Where(it => it.Name.StartsWith("ss")).Select(it => new Member(it, null));
		var properties = type.GetProperties().Where(it => it.Name.StartsWith("ss")).Select(it => new Member(null, it));
		return fields.Concat(properties).ToArray();
	}

	public static Member Of(Type type, string label) { return Of(type).Single(it => it.Label == label); }
}
