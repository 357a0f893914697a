using System.Globalization;
using System.Text;

/// <summary>Writes JSON. Names and values come in the order of the calls; commas come by themselves.</summary>
sealed class Pen
{
    readonly StringBuilder written = new StringBuilder();
    bool needsComma;

    public override string ToString()
    {
        return written.ToString();
    }

    public Pen Begin(char bracket = '{')
    {
        Next();
        written.Append(bracket);
        needsComma = false;
        return this;
    }

    public Pen End(char bracket = '}')
    {
        written.Append(bracket);
        needsComma = true;
        return this;
    }

    public Pen Name(string name)
    {
        Next();
        Characters(name);
        written.Append(':');
        needsComma = false;
        return this;
    }

    public Pen Text(string value)
    {
        Next();
        if (value == null) written.Append("null");
        else Characters(value);
        return this;
    }

    public Pen Number(int value)
    {
        Next();
        written.Append(value.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    public Pen Truth(bool value)
    {
        Next();
        written.Append(value ? "true" : "false");
        return this;
    }

    public Pen Text(string name, string value)
    {
        return Name(name).Text(value);
    }

    public Pen Number(string name, int value)
    {
        return Name(name).Number(value);
    }

    public Pen Truth(string name, bool value)
    {
        return Name(name).Truth(value);
    }

    void Next()
    {
        if (needsComma) written.Append(',');
        needsComma = true;
    }

    void Characters(string value)
    {
        written.Append('"');
        var start = 0;
        for (var at = 0; at < value.Length; at++)
        {
            var found = value[at];
            if (found >= ' ' && found != '"' && found != '\\') continue;
            written.Append(value, start, at - start);
            start = at + 1;
            if (found == '"' || found == '\\') written.Append('\\').Append(found);
            else written.Append("\\u").Append(((int)found).ToString("x4", CultureInfo.InvariantCulture));
        }
        written.Append(value, start, value.Length - start).Append('"');
    }
}
