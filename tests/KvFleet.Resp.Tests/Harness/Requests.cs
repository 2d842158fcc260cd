using System.Globalization;
using System.Text;

namespace KvFleet.Resp.Tests.Harness;

/// <summary>Requests as clients send them.</summary>
internal static class Requests
{
    public static byte[] Of(params string[] arguments) => Of([.. arguments.Select(Encoding.Latin1.GetBytes)]);

    public static byte[] Of(params byte[][] arguments)
    {
        using var bytes = new MemoryStream();
        bytes.Write(Ascii($"*{arguments.Length}\r\n"));
        foreach (var argument in arguments)
        {
            bytes.Write(Ascii($"${argument.Length}\r\n"));
            bytes.Write(argument);
            bytes.Write("\r\n"u8);
        }

        return bytes.ToArray();
    }

    public static byte[] Random(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>The reply that carries bytes.</summary>
    public static byte[] Bulk(ReadOnlySpan<byte> bytes) => [.. Ascii($"${bytes.Length}\r\n"), .. bytes, .. "\r\n"u8];

    public static byte[] Ascii(FormattableString text) => Encoding.Latin1.GetBytes(text.ToString(CultureInfo.InvariantCulture));
}
