using System.Buffers.Binary;
using System.Security.Cryptography;
using KvFleet.Store.Disk.Files;

namespace KvFleet.Store.Disk.Encryption;

/// <summary>The key that values on the disk are encrypted with (AES-256-GCM), as a file of a mounted Secret has it.</summary>
internal sealed class DiskKey
{
    private const int KeyBytes = 32;
    private readonly byte[] _key;

    /// <param name="key">32 bytes.</param>
    public DiskKey(byte[] key)
    {
        if (key.Length != KeyBytes)
            throw new ArgumentException($"A key has {KeyBytes} bytes, not {key.Length}.", nameof(key));
        _key = key;
        // 0 means "not encrypted" in segment headers.
        Id = BinaryPrimitives.ReadUInt64LittleEndian(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, sizeof(ulong), info: "kvfleet disk key id"u8.ToArray())) | 1;
    }

    /// <summary>Tells keys apart; says nothing about the key.</summary>
    public ulong Id { get; }

    /// <summary>Reads a key file: 32 bytes as they are, or as 64 hexadecimal digits or base64 with white space around.</summary>
    /// <exception cref="DiskRefusedException">It cannot be read, or is no key.</exception>
    public static DiskKey Read(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            if (bytes.Length == KeyBytes)
                return new DiskKey(bytes);
            var text = System.Text.Encoding.ASCII.GetString(bytes).Trim();
            var key = text.Length == KeyBytes * 2 ? Convert.FromHexString(text) : Convert.FromBase64String(text);
            return new DiskKey(key);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new DiskRefusedException($"{path} is no key: it must have 32 random bytes, or those as 64 hexadecimal digits or in base64 (openssl rand -base64 32).");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DiskRefusedException($"The key file cannot be read: {e.Message} Mount the Secret so that the agent's user can read it.");
        }
    }

    /// <summary>What a segment with a given random salt is encrypted with.</summary>
    public SegmentCipher ForSegment(long sequence, byte[] salt) =>
        new(sequence, HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, KeyBytes, salt, "kvfleet disk segment 1"u8.ToArray()));
}
