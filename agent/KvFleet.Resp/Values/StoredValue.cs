using System.Runtime.InteropServices;
using KvFleet.Store;

namespace KvFleet.Resp.Values;

/// <summary>A value as it lies in the store.</summary>
/// <param name="Lease">Keeps it where it is.</param>
/// <param name="Skip">Bytes in front of the value: the key that was too long for the store.</param>
/// <param name="Length">Bytes of the value.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StoredValue(StoreLease Lease, int Skip, long Length);
