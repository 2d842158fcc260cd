using System.Text;

namespace KvFleet.Prometheus.Parsing;

/// <summary>Undoes the escapes of label values and help texts: <c>\\</c>, <c>\n</c>, <c>\"</c>. A backslash before anything else stands for itself.</summary>
internal static class EscapedText
{
    public static string Decode(ReadOnlySpan<byte> raw)
    {
        var text = new byte[raw.Length];
        var length = 0;
        for (var at = 0; at < raw.Length; at++)
        {
            var next = raw[at] == '\\' && at + 1 < raw.Length ? raw[at + 1] : (byte)0;
            if (next is (byte)'\\' or (byte)'"' or (byte)'n')
            {
                text[length++] = next == 'n' ? (byte)'\n' : next;
                at++;
            }
            else
            {
                text[length++] = raw[at];
            }
        }

        return Encoding.UTF8.GetString(text, 0, length);
    }
}
