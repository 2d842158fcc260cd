using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KvFleet.Store.Disk.Encryption;

/// <summary>
/// Encrypts the values of one life of a segment file. Its key comes from a salt that is random for each life, the nonce is the value's number in it, and a
/// segment is never continued by another process: no nonce comes twice under a key. Place and key of a value are authenticated with it.
/// </summary>
internal sealed class SegmentCipher(long sequence, byte[] key)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int PlaceBytes = 12;

    /// <summary>Encrypts a value in its place.</summary>
    /// <returns>Its authentication tag.</returns>
    public UInt128 Encrypt(int ordinal, ReadOnlySpan<byte> name, Span<byte> value)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        Span<byte> tag = stackalloc byte[TagBytes];
        Span<byte> place = stackalloc byte[PlaceBytes + name.Length];
        Describe(ordinal, name, nonce, place);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, value, value, tag, place);
        return BinaryPrimitives.ReadUInt128LittleEndian(tag);
    }

    /// <summary>Decrypts a value in its place.</summary>
    /// <returns>False when it is not what was encrypted, or not of this place; the bytes are of no use then.</returns>
    public bool TryDecrypt(int ordinal, ReadOnlySpan<byte> name, Span<byte> value, UInt128 tag)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        Span<byte> tagBytes = stackalloc byte[TagBytes];
        Span<byte> place = stackalloc byte[PlaceBytes + name.Length];
        Describe(ordinal, name, nonce, place);
        BinaryPrimitives.WriteUInt128LittleEndian(tagBytes, tag);
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(nonce, value, tagBytes, value, place);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private void Describe(int ordinal, ReadOnlySpan<byte> name, Span<byte> nonce, Span<byte> place)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(nonce, ordinal);
        BinaryPrimitives.WriteInt64LittleEndian(place, sequence);
        BinaryPrimitives.WriteInt32LittleEndian(place[sizeof(long)..], ordinal);
        name.CopyTo(place[PlaceBytes..]);
    }
}
