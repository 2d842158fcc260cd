using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace KvFleet.Operator.Resp;

/// <summary>
/// Gives every pool that is served over the Redis protocol a port of its own, the same on all nodes: clients of a headless Service need one. A pool keeps its port; a new one starts to look at a place that
/// its UID decides, so that a lost memory most likely gives the same ports again. Pure.
/// </summary>
/// <param name="first">The first port of the range.</param>
/// <param name="count">Ports in it.</param>
public sealed class RespPorts(int first, int count)
{
    /// <summary>Assigns the ports.</summary>
    /// <param name="pools">The pools that are to have one, by UID, with the one they had; null for none.</param>
    /// <returns>The ports by UID. A pool is not in it when the range is used up.</returns>
    public IReadOnlyDictionary<string, int> Assign(IEnumerable<KeyValuePair<string, int?>> pools)
    {
        var ordered = pools.OrderBy(static pool => pool.Key, StringComparer.Ordinal).ToList();
        var ports = new Dictionary<string, int>(StringComparer.Ordinal);
        var taken = new HashSet<int>();
        foreach (var (uid, had) in ordered)
        {
            // Two that claim one port cannot both be right: the range may have been changed, or a status written by hand.
            if (had is { } port && port >= first && port < first + count && taken.Add(port))
                ports.Add(uid, port);
        }

        foreach (var uid in ordered.Select(static pool => pool.Key).Where(uid => !ports.ContainsKey(uid)))
        {
            var start = (int)(BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(uid))) % (uint)count);
            for (var step = 0; step < count && taken.Count < count; step++)
            {
                var port = first + ((start + step) % count);
                if (!taken.Add(port))
                    continue;
                ports.Add(uid, port);
                break;
            }
        }

        return ports;
    }
}
