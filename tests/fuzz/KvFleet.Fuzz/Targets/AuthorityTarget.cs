using System.Buffers;
using KvFleet.Grpc.Connections;

namespace KvFleet.Fuzz.Targets;

/// <summary>The client's half of an HTTP/2 connection: rewritten the same however it is cut into reads.</summary>
internal sealed class AuthorityTarget : IFuzzTarget
{
    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    public string Name => "authority";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        // SETTINGS, then HEADERS on stream 1 with a literal :authority that is a socket's path.
        [.. Preface, 0, 0, 0, 4, 0, 0, 0, 0, 0, .. Headers("/var/run/csi.sock"u8)],
        [.. Preface, .. Headers("localhost"u8), .. Headers("/x"u8)],
    ];

    public Task FeedAsync(byte[] input)
    {
        var whole = Rewrite(input, input.Length);
        var cut = Rewrite(input, 7);
        return whole.AsSpan().SequenceEqual(cut) ? Task.CompletedTask : throw new FindingException($"{whole.Length} octets in one read, {cut.Length} in reads of seven");
    }

    private static byte[] Rewrite(byte[] input, int step)
    {
        var rewriter = new AuthorityRewriter();
        var output = new ArrayBufferWriter<byte>();
        var (taken, available) = (0, 0);
        try
        {
            while (available < input.Length)
            {
                available = Math.Min(input.Length, available + Math.Max(1, step));
                var sequence = new ReadOnlySequence<byte>(input, taken, available - taken);
                taken += (int)sequence.Slice(0, rewriter.Process(sequence, output)).Length;
            }
        }
        catch (InvalidDataException)
        {
            return [];
        }

        return output.WrittenSpan.ToArray();
    }

    private static byte[] Headers(ReadOnlySpan<byte> authority)
    {
        // :method POST, :scheme http, then :authority by its index in the static table.
        byte[] block = [0x83, 0x86, 0x41, (byte)authority.Length, .. authority];
        return [0, 0, (byte)block.Length, 1, 4, 0, 0, 0, 1, .. block];
    }
}
