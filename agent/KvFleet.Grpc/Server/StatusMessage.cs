using System.Buffers;
using System.Text;

namespace KvFleet.Grpc.Server;

/// <summary>The percent-encoding of the <c>grpc-message</c> trailer: UTF-8 bytes outside of printable ASCII, and '%'.</summary>
internal static class StatusMessage
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(PlainCharacters());

    /// <summary>Encodes <paramref name="detail"/> for a header field; text without special characters comes back as it is.</summary>
    /// <param name="detail">What people read.</param>
    public static string Encode(string detail)
    {
        if (detail.AsSpan().IndexOfAnyExcept(Plain) < 0)
        {
            return detail;
        }

        var encoded = new StringBuilder(detail.Length + 16);
        foreach (var octet in Encoding.UTF8.GetBytes(detail))
        {
            if (Plain.Contains((char)octet))
            {
                encoded.Append((char)octet);
            }
            else
            {
                encoded.Append('%').Append(octet.ToString("X2"));
            }
        }

        return encoded.ToString();
    }

    private static string PlainCharacters() =>
        string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c != '%'));
}
