using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

/// <summary>A value of JSON that was read.</summary>
sealed class Json
{
    readonly object value;

    Json(object value)
    {
        this.value = value;
    }

    /// <summary>The part of an object, or null where it has none or null.</summary>
    public Json this[string name]
    {
        get
        {
            var parts = value as Dictionary<string, Json>;
            return parts != null && parts.TryGetValue(name, out var part) && part.value != null ? part : null;
        }
    }

    public string Text => value as string ?? throw new Failure("malformed", "a text is missing");

    public int Number => value is double number ? (int)number : throw new Failure("malformed", "a number is missing");

    public bool Truth => value is bool truth && truth;

    public List<Json> Items => value as List<Json> ?? throw new Failure("malformed", "a list is missing");

    public string TextOf(string name)
    {
        return (this[name] ?? throw new Failure("malformed", name + " is missing")).Text;
    }

    public int NumberOf(string name)
    {
        return (this[name] ?? throw new Failure("malformed", name + " is missing")).Number;
    }

    public bool TruthOf(string name)
    {
        return this[name]?.Truth ?? false;
    }

    public List<Json> ItemsOf(string name)
    {
        return this[name]?.Items ?? new List<Json>();
    }

    public static Json Read(string text)
    {
        var reader = new Reader(text);
        var read = reader.Value(0);
        reader.End();
        return read;
    }

    sealed class Reader
    {
        const int Deepest = 64;
        readonly string text;
        int at;

        public Reader(string text)
        {
            this.text = text;
        }

        public void End()
        {
            Space();
            if (at != text.Length) throw Malformed();
        }

        public Json Value(int depth)
        {
            if (depth > Deepest) throw Malformed();
            Space();
            switch (Peek())
            {
                case '{': return Parts(depth);
                case '[': return List(depth);
                case '"': return new Json(Characters());
                case 't': return Word("true", true);
                case 'f': return Word("false", false);
                case 'n': return Word("null", null);
                default: return Digits();
            }
        }

        Json Parts(int depth)
        {
            var parts = new Dictionary<string, Json>();
            at++;
            if (Skips('}')) return new Json(parts);
            do
            {
                Space();
                if (Peek() != '"') throw Malformed();
                var name = Characters();
                if (!Skips(':')) throw Malformed();
                parts[name] = Value(depth + 1);
            }
            while (Skips(','));
            return Skips('}') ? new Json(parts) : throw Malformed();
        }

        Json List(int depth)
        {
            var items = new List<Json>();
            at++;
            if (Skips(']')) return new Json(items);
            do items.Add(Value(depth + 1));
            while (Skips(','));
            return Skips(']') ? new Json(items) : throw Malformed();
        }

        string Characters()
        {
            var start = ++at;
            var end = text.IndexOf('"', at);
            if (end < 0) throw Malformed();
            var escape = text.IndexOf('\\', at, end - at);
            if (escape < 0)
            {
                at = end + 1;
                return text.Substring(start, end - start);
            }
            var read = new StringBuilder();
            while (true)
            {
                var next = at;
                while (next < text.Length && text[next] != '"' && text[next] != '\\') next++;
                read.Append(text, at, next - at);
                at = next;
                var found = Peek();
                at++;
                if (found == '"') return read.ToString();
                if (found != '\\') throw Malformed();
                read.Append(Escaped());
            }
        }

        char Escaped()
        {
            var found = Peek();
            at++;
            switch (found)
            {
                case 'b': return '\b';
                case 'f': return '\f';
                case 'n': return '\n';
                case 'r': return '\r';
                case 't': return '\t';
                case 'u': return Hexadecimal();
                case '"': case '\\': case '/': return found;
                default: throw Malformed();
            }
        }

        char Hexadecimal()
        {
            var number = 0;
            for (var digit = 0; digit < 4; digit++, at++)
            {
                var found = Peek();
                if (found >= '0' && found <= '9') number = number * 16 + found - '0';
                else if (found >= 'a' && found <= 'f') number = number * 16 + found - 'a' + 10;
                else if (found >= 'A' && found <= 'F') number = number * 16 + found - 'A' + 10;
                else throw Malformed();
            }
            return (char)number;
        }

        Json Digits()
        {
            var start = at;
            while (at < text.Length && "+-.0123456789eE".IndexOf(text[at]) >= 0) at++;
            return double.TryParse(text.Substring(start, at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? new Json(number)
                : throw Malformed();
        }

        Json Word(string word, object meaning)
        {
            if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0) throw Malformed();
            at += word.Length;
            return new Json(meaning);
        }

        bool Skips(char wanted)
        {
            Space();
            if (Peek() != wanted) return false;
            at++;
            return true;
        }

        void Space()
        {
            while (at < text.Length && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) at++;
        }

        char Peek()
        {
            return at < text.Length ? text[at] : '\0';
        }

        Failure Malformed()
        {
            return new Failure("malformed", "the request is not JSON at " + at);
        }
    }
}
