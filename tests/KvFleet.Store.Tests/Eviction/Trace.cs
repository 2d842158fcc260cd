using System.IO.Compression;

namespace KvFleet.Store.Tests.Eviction;

/// <summary>
/// The hash ids of the public Mooncake conversation trace (FAST '25, Apache-2.0): 12,031 requests, blocks of 512 tokens. As varints: number of requests; of each the number of blocks
/// and each block as the difference to the one before plus 1, the lowest bit for the sign.
/// </summary>
internal static class Trace
{
    public static int[][] Conversation { get; } = Read();

    private static int[][] Read()
    {
        using var resource = typeof(Trace).Assembly.GetManifestResourceStream("conversation.trace.gz")!;
        using var bytes = new BinaryReader(new BufferedStream(new GZipStream(resource, CompressionMode.Decompress)));
        var requests = new int[bytes.Read7BitEncodedInt()][];
        for (var i = 0; i < requests.Length; i++)
        {
            var blocks = new int[bytes.Read7BitEncodedInt()];
            var previous = -1;
            for (var j = 0; j < blocks.Length; j++)
            {
                var step = bytes.Read7BitEncodedInt();
                previous += 1 + ((step & 1) == 0 ? step >> 1 : -(step >> 1));
                blocks[j] = previous;
            }

            requests[i] = blocks;
        }

        return requests;
    }
}
