using System;
using System.Globalization;
using System.Text;
using System.Threading;
using System.Xml;
using Microsoft.CodeAnalysis;

/// <summary>Documentation comments as plain text.</summary>
static class Documentation
{
    /// <summary>The summary and the remarks about exceptions and the result; empty where nothing is written or it is not XML.</summary>
    public static string Of(ISymbol symbol, CancellationToken token)
    {
        var parts = new StringBuilder();
        foreach (var name in new[] { "summary", "returns", "exception" })
        {
            foreach (var text in Elements(symbol, name, null, token))
            {
                if (text.Length == 0) continue;
                if (parts.Length > 0) parts.Append("\n\n");
                if (name == "returns") parts.Append("Returns: ");
                if (name == "exception") parts.Append("Throws ");
                parts.Append(text);
            }
        }
        return parts.ToString();
    }

    public static string OfParameter(ISymbol method, string parameter, CancellationToken token)
    {
        foreach (var text in Elements(method, "param", parameter, token)) return text;
        return "";
    }

    static System.Collections.Generic.List<string> Elements(ISymbol symbol, string name, string parameter, CancellationToken token)
    {
        var found = new System.Collections.Generic.List<string>();
        var xml = symbol.GetDocumentationCommentXml(CultureInfo.InvariantCulture, true, token);
        if (string.IsNullOrEmpty(xml)) return found;
        try
        {
            // A type's documentation may come without an element around it.
            using (var reader = XmlReader.Create(new System.IO.StringReader("<all>" + xml + "</all>"), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit }))
            {
                while (!reader.EOF)
                {
                    if (reader.NodeType != XmlNodeType.Element || reader.Name != name || parameter != null && reader.GetAttribute("name") != parameter)
                    {
                        reader.Read();
                        continue;
                    }
                    var type = name == "exception" ? Short(reader.GetAttribute("cref")) + ": " : "";
                    found.Add(type + Plain(reader.ReadInnerXml()));
                }
            }
        }
        catch (XmlException)
        {
            // Comments of users need not be XML.
        }
        return found;
    }

    static string Plain(string xml)
    {
        var written = new StringBuilder();
        using (var reader = XmlReader.Create(new System.IO.StringReader("<all>" + xml + "</all>"), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit }))
        {
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Text || reader.NodeType == XmlNodeType.CDATA || reader.NodeType == XmlNodeType.SignificantWhitespace
                    || reader.NodeType == XmlNodeType.Whitespace)
                {
                    written.Append(reader.Value);
                }
                else if (reader.NodeType == XmlNodeType.Element)
                {
                    var named = reader.GetAttribute("langword") ?? reader.GetAttribute("name") ?? Short(reader.GetAttribute("cref"));
                    if (reader.IsEmptyElement && named != null) written.Append(named);
                    if (reader.Name == "para" || reader.Name == "br") written.Append(' ');
                }
            }
        }
        return string.Join(" ", written.ToString().Split(new[] { ' ', '\n', '\r', '\t' }, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The last name of <c>M:System.String.Substring(System.Int32)</c>.</summary>
    static string Short(string cref)
    {
        if (cref == null) return null;
        var parameters = cref.IndexOf('(');
        var name = parameters < 0 ? cref : cref.Substring(0, parameters);
        return name.Substring(name.LastIndexOfAny(new[] { '.', ':' }) + 1);
    }
}
