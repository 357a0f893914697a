using System;
using System.Globalization;
using System.Linq;
using System.Reflection;

// CallAction ASSEMBLY CLASS METHOD INPUT...: loads the assembly as a Platform Server does, calls the method, prints its outputs, a line each.
static class CallAction {
	static int Main(string[] arguments) {
		Type type = Assembly.LoadFrom(arguments[0]).GetType(arguments[1], true);
		MethodInfo method = type.GetMethod(arguments[2]);
		ParameterInfo[] parameters = method.GetParameters();
		object[] values = new object[parameters.Length];
		int next = 3;
		for (int i = 0; i < values.Length; i++) {
			if (!parameters[i].IsOut) {
				values[i] = Convert.ChangeType(arguments[next++], parameters[i].ParameterType, CultureInfo.InvariantCulture);
			}
		}
		method.Invoke(Activator.CreateInstance(type), values);
		foreach (ParameterInfo output in parameters.Where(parameter => parameter.IsOut)) {
			Console.WriteLine(Convert.ToString(values[output.Position], CultureInfo.InvariantCulture));
		}
		return 0;
	}
}
