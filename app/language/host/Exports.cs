using System;
using System.Runtime.InteropServices.JavaScript;
using System.Threading.Tasks;

/// <summary>What JavaScript calls. The SDK would generate this from attributes; it is written by hand since the host is compiled without one.</summary>
static class Exports
{
    static unsafe void __Wrapper_Ask_1(JSMarshalerArgument* arguments)
    {
        try
        {
            arguments[2].ToManaged(out string request);
            Task<string> answer = Host.Ask(request).Task;
            arguments[1].ToJS(answer, (ref JSMarshalerArgument place, string value) => place.ToJS(value));
        }
        catch (Exception error)
        {
            arguments[0].ToJS(error);
        }
    }

    static unsafe void __Wrapper_Cancel_1(JSMarshalerArgument* arguments)
    {
        try
        {
            arguments[2].ToManaged(out string id);
            Host.Cancel(id);
            arguments[1].ToJS("");
        }
        catch (Exception error)
        {
            arguments[0].ToJS(error);
        }
    }

    static unsafe void __Wrapper_Supply_1(JSMarshalerArgument* arguments)
    {
        try
        {
            arguments[2].ToManaged(out string name);
            arguments[3].ToManaged(out byte[] content);
            Supplies.Put(name, content);
            arguments[1].ToJS("");
        }
        catch (Exception error)
        {
            arguments[0].ToJS(error);
        }
    }

    static unsafe void __Wrapper_Take_1(JSMarshalerArgument* arguments)
    {
        try
        {
            arguments[2].ToManaged(out string name);
            arguments[1].ToJS(Supplies.Take(name));
        }
        catch (Exception error)
        {
            arguments[0].ToJS(error);
        }
    }

    public static void Main()
    {
    }
}

namespace System.Runtime.InteropServices.JavaScript
{
    /// <summary>The runtime looks for this name and calls it.</summary>
    static class __GeneratedInitializer
    {
        static void __Register_()
        {
            var text = JSMarshalerType.String;
            var bytes = JSMarshalerType.Array(JSMarshalerType.Byte);
            JSFunctionBinding.BindManagedFunction("[XifStudio.Language]Exports:Ask", 1, new[] { JSMarshalerType.Task(text), text });
            JSFunctionBinding.BindManagedFunction("[XifStudio.Language]Exports:Cancel", 1, new[] { text, text });
            JSFunctionBinding.BindManagedFunction("[XifStudio.Language]Exports:Supply", 1, new[] { text, text, bytes });
            JSFunctionBinding.BindManagedFunction("[XifStudio.Language]Exports:Take", 1, new[] { bytes, text });
        }
    }
}
