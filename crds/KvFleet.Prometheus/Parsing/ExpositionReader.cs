using System.Text;

namespace KvFleet.Prometheus.Parsing;

/// <summary>
/// Reads the Prometheus text format 0.0.4 and OpenMetrics 1.0, one line after the other, without allocating. Everything is checked and nothing is kept: names and labels are spans of the text.
/// </summary>
/// <remarks>
/// Understood: escapes, timestamps, exemplars, names in quotes (UTF-8), all sample suffixes as they are. Values that an exporter uses as "blank" are values here; who knows the exporter drops them.
/// Not checked: that samples of one family stand together, that no series comes twice.
/// </remarks>
public ref struct ExpositionReader
{
    private readonly ReadOnlySpan<byte> _text;
    private LabelCursor _labels;
    private LabelCursor _exemplarLabels;
    private int _at;
    private bool _ended;

    /// <summary>Reads a text.</summary>
    /// <param name="text">UTF-8.</param>
    public ExpositionReader(ReadOnlySpan<byte> text)
    {
        _text = text;
        _labels = new LabelCursor(text);
        _exemplarLabels = new LabelCursor(text);
    }

    /// <summary>What was read last.</summary>
    public ExpositionEntry Entry { get; private set; }

    /// <summary>Its line, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The series' name with its suffix, or the family that TYPE, HELP or UNIT is about.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The sample's value.</summary>
    public double Value { get; private set; }

    /// <summary>The sample's time as written: milliseconds in the Prometheus format, seconds in OpenMetrics; null if there is none.</summary>
    public double? Timestamp { get; private set; }

    /// <summary>The exemplar's value; null if there is none.</summary>
    public double? ExemplarValue { get; private set; }

    /// <summary>The exemplar's time in seconds; null if there is none.</summary>
    public double? ExemplarTimestamp { get; private set; }

    /// <summary>The text of TYPE, UNIT or HELP as written.</summary>
    public ReadOnlySpan<byte> RawText { get; private set; }

    /// <summary>The sample's labels.</summary>
    public readonly int LabelCount => _labels.Count;

    /// <summary>The exemplar's labels.</summary>
    public readonly int ExemplarLabelCount => _exemplarLabels.Count;

    /// <summary>A label of the sample.</summary>
    /// <param name="index">Its place, from 0.</param>
    public readonly LabelSpan Label(int index) => _labels[index];

    /// <summary>A label of the exemplar.</summary>
    /// <param name="index">Its place, from 0.</param>
    public readonly LabelSpan ExemplarLabel(int index) => _exemplarLabels[index];

    /// <summary>The text of HELP, without escapes.</summary>
    public readonly string Text() => EscapedText.Decode(RawText);

    /// <summary>A label's value; null if the sample has no such label.</summary>
    /// <param name="name">Its name in UTF-8.</param>
    public readonly string? LabelValue(ReadOnlySpan<byte> name)
    {
        for (var index = 0; index < _labels.Count; index++)
        {
            if (_labels[index].Name.SequenceEqual(name))
            {
                return _labels[index].Value();
            }
        }

        return null;
    }

    /// <summary>Reads the next line that says something.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ExpositionException">The line is not in the format.</exception>
    public bool Read()
    {
        Entry = ExpositionEntry.None;
        while (_at < _text.Length)
        {
            Line++;
            var rest = _text[_at..];
            var length = rest.IndexOf((byte)'\n');
            var (start, end) = (_at, length < 0 ? _text.Length : _at + length);
            _at = length < 0 ? end : end + 1;
            if (end > start && _text[end - 1] == '\r')
            {
                end--;
            }

            start = SkipBlanks(start, end);
            if (start == end)
            {
                continue;
            }

            if (_ended)
            {
                throw Error("something follows '# EOF'");
            }

            if (_text[start] != '#')
            {
                ReadSample(start, end);
                return true;
            }

            if (ReadComment(start, end))
            {
                return true;
            }
        }

        return false;
    }

    private bool ReadComment(int start, int end)
    {
        var line = _text[start..end];
        if (line.SequenceEqual("# EOF"u8))
        {
            (Entry, _ended) = (ExpositionEntry.EndOfFile, true);
            return true;
        }

        var word = SkipBlanks(start + 1, end);
        var wordEnd = TokenEnd(word, end);
        Entry = _text[word..wordEnd] switch
        {
            var found when found.SequenceEqual("TYPE"u8) => ExpositionEntry.Type,
            var found when found.SequenceEqual("HELP"u8) => ExpositionEntry.Help,
            var found when found.SequenceEqual("UNIT"u8) => ExpositionEntry.Unit,
            _ => ExpositionEntry.None,
        };
        if (Entry == ExpositionEntry.None)
        {
            return false;
        }

        var name = SkipBlanks(wordEnd, end);
        var quoted = name < end && _text[name] == '"';
        var nameEnd = quoted ? _labels.QuoteEnd(name, end, Line, out _) + 1 : TokenEnd(name, end);
        Name = quoted ? _text[(name + 1)..(nameEnd - 1)] : _text[name..nameEnd];
        if (Name.IsEmpty)
        {
            throw Error($"{Entry.ToString().ToUpperInvariant()} without a name");
        }

        RawText = _text[SkipBlanks(nameEnd, end)..end];
        return true;
    }

    private void ReadSample(int start, int end)
    {
        Entry = ExpositionEntry.Sample;
        (Timestamp, ExemplarValue, ExemplarTimestamp) = (null, null, null);
        _exemplarLabels.Clear();
        _labels.Clear();

        var nameLength = _text[start..end].IndexOfAny((byte)'{', (byte)' ', (byte)'\t');
        var at = nameLength < 0 ? end : start + nameLength;
        Name = _text[start..at];
        at = SkipBlanks(at, end);
        if (at < end && _text[at] == '{')
        {
            at = _labels.Read(at, end, Line, out var quotedName);
            if (!Name.IsEmpty && _labels.HasQuotedName)
            {
                throw Error($"a second name stands between the braces of '{Shown(Name)}'");
            }

            Name = Name.IsEmpty ? quotedName : Name;
        }

        if (Name.IsEmpty || !(_labels.HasQuotedName || IsName(Name)))
        {
            throw Error($"'{Shown(Name)}' is no metric name");
        }

        at = SkipBlanks(at, end);
        Value = ReadNumber(ref at, end, "value");
        if (at < end && _text[at] != '#')
        {
            Timestamp = ReadNumber(ref at, end, "timestamp");
        }

        if (at < end)
        {
            ReadExemplar(at, end);
        }
    }

    private void ReadExemplar(int at, int end)
    {
        if (_text[at] != '#')
        {
            throw Error($"'{Shown(_text[at..end])}' follows the timestamp");
        }

        at = SkipBlanks(at + 1, end);
        if (at == end || _text[at] != '{')
        {
            throw Error("an exemplar starts with its labels in braces");
        }

        at = SkipBlanks(_exemplarLabels.Read(at, end, Line, out _), end);
        ExemplarValue = ReadNumber(ref at, end, "exemplar's value");
        if (at < end)
        {
            ExemplarTimestamp = ReadNumber(ref at, end, "exemplar's timestamp");
        }

        if (at < end)
        {
            throw Error($"'{Shown(_text[at..end])}' follows the exemplar");
        }
    }

    private readonly double ReadNumber(ref int at, int end, string what)
    {
        var start = at;
        at = TokenEnd(start, end);
        if (!NumberText.TryRead(_text[start..at], out var value))
        {
            throw Error(start == at ? $"the {what} is missing" : $"'{Shown(_text[start..at])}' is no number; it stands where the {what} should be");
        }

        at = SkipBlanks(at, end);
        return value;
    }

    private static bool IsName(ReadOnlySpan<byte> name) => !char.IsAsciiDigit((char)name[0]) && !name.ContainsAnyExcept(LabelCursor.NameCharacters);

    private readonly int SkipBlanks(int at, int end) => _labels.SkipBlanks(at, end);

    private readonly int TokenEnd(int at, int end)
    {
        while (at < end && _text[at] is not ((byte)' ' or (byte)'\t'))
        {
            at++;
        }

        return at;
    }

    private static string Shown(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length, 60)]);

    private readonly ExpositionException Error(string message) => new(Line, message + ".");
}
