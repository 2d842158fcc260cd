using System.Buffers.Binary;
using KvFleet.Api.Reports;
using KvFleet.Model.Reuse;
using KvFleet.Protocol.Store;
using KvFleet.Store;

namespace KvFleet.Agent.Telemetry;

/// <summary>Learns how a pool's blocks are used again, from the keys that engines say they use. Used from any thread.</summary>
internal sealed class PoolReuse(TimeProvider time) : IUseObserver
{
    private const int PointsPerDoubling = 4;
    private static readonly TimeSpan HalfLife = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private ReuseSampler? _sampler;
    private ulong[] _hashes = new ulong[256];
    private long _aged;

    /// <inheritdoc/>
    public void Used(KeyList keys)
    {
        lock (_gate)
        {
            if (_sampler is null)
                (_sampler, _aged) = (new ReuseSampler(), time.GetTimestamp());
            if (_hashes.Length < keys.Count)
                _hashes = new ulong[keys.Count];
            var count = 0;
            foreach (var key in keys)
                _hashes[count++] = Hash(key);
            _sampler.Observe(_hashes.AsSpan(0, count));
        }
    }

    /// <summary>What was learned; null before any engine said anything.</summary>
    public ReuseReport? Report()
    {
        lock (_gate)
        {
            if (_sampler is null)
                return null;
            _sampler.Age(time.GetElapsedTime(_aged) / HalfLife);
            _aged = time.GetTimestamp();
            var curve = _sampler.Curve();
            var points = curve.Points(PointsPerDoubling);
            return new ReuseReport
            {
                TotalUses = Math.Round(curve.TotalUses, 1),
                Rate = Math.Round(_sampler.Rate, 6),
                Blocks = [.. points.Select(static point => point.Blocks)],
                Uses = [.. points.Select(static point => Math.Round(point.Uses, 1))],
                Positions = [.. points.Select(static point => Math.Round(point.Positions, 1))],
            };
        }
    }

    /// <summary>Engines' keys are hashes themselves, with a salt or a group beside: all bytes are mixed in, because it is not known which of them differ.</summary>
    private static ulong Hash(ReadOnlySpan<byte> key)
    {
        var hash = 0xCBF2_9CE4_8422_2325UL ^ (ulong)key.Length;
        for (; key.Length >= sizeof(ulong); key = key[sizeof(ulong)..])
            hash = ulong.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key)) * 0x9E37_79B9_7F4A_7C15, 29);
        foreach (var rest in key)
            hash = (hash ^ rest) * 0x0000_0100_0000_01B3;
        return hash;
    }
}
