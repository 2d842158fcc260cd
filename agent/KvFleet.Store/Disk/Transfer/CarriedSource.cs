using KvFleet.Store.Disk.Catalog;

namespace KvFleet.Store.Disk.Transfer;

/// <summary>A pinned value whose segment had to go before there was room to write it again.</summary>
/// <param name="original">What was known of it.</param>
/// <param name="key">Its key.</param>
/// <param name="value">Its bytes.</param>
internal sealed class CarriedSource(in DiskRecord original, byte[] key, byte[] value) : ReadSource(original, key, value);
