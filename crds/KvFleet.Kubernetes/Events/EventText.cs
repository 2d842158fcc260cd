using System.Text;

namespace KvFleet.Kubernetes.Events;

/// <summary>Cuts texts to what the API takes.</summary>
internal static class EventText
{
    /// <summary>Longest note in bytes of UTF-8 (the server's validation counts bytes).</summary>
    public const int MaxNoteBytes = 1024;

    /// <summary>Longest reason, action and reporting instance.</summary>
    public const int MaxWord = 128;

    private const int MaxName = 253;

    /// <summary>Cuts at a character boundary; a cut text ends with dots.</summary>
    public static string Note(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) <= MaxNoteBytes)
            return text;

        const string dots = "...";
        var bytes = dots.Length;
        var cut = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MaxNoteBytes)
                break;
            cut.Append(rune.ToString());
        }

        return cut.Append(dots).ToString();
    }

    public static string Word(string text) => text.Length <= MaxWord ? text : text[..MaxWord];

    /// <summary>
    /// A name for the event object: the object's and a time in hexadecimal ticks, as other clients have it. Some kinds (roles) allow names that events may not have.
    /// </summary>
    public static string Name(string objectName, long ticks)
    {
        var suffix = "." + ticks.ToString("x", provider: null);
        var room = MaxName - suffix.Length;
        var name = string.Concat(objectName.Select(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' ? c : '-')).Trim('.', '-');
        name = name.Length <= room ? name : name[..room].TrimEnd('.', '-');
        return (name.Length == 0 ? "event" : name) + suffix;
    }
}
