using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace KvFleet.Kubernetes.Client;

/// <summary>
/// Hands out one string for equal texts that come again and again: most of what objects of a kind say (keys and values of labels, images, reasons, nodes) is the same in all of them. Fixed in
/// size: a text that comes along takes the place of another, so that unique ones (names, identities) cost nothing but a lookup.
/// </summary>
internal sealed class StringPool
{
    /// <summary>Longer texts are hardly ever repeated.</summary>
    private const int LongestBytes = 96;

    private const int Slots = 8192;
    private const ulong Mixer = 0x9E37_79B9_7F4A_7C15;

    // Read and written without a lock: a reference is whole or not there, and what is found is compared.
    private readonly string?[] _slots = new string?[Slots];

    /// <summary>The string of a UTF-8 text.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return string.Empty;
        if (utf8.Length > LongestBytes)
            return Encoding.UTF8.GetString(utf8);

        ref var slot = ref _slots[Hash(utf8) % Slots];
        if (slot is { } known && Ascii.Equals(utf8, known))
            return known;
        var made = Encoding.UTF8.GetString(utf8);
        // Anything else would be longer in bytes than in characters, and never be found again.
        if (made.Length == utf8.Length)
            slot = made;
        return made;
    }

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length * Mixer;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            hash = BitOperations.RotateLeft((hash ^ MemoryMarshal.Read<ulong>(bytes)) * Mixer, 29);
        foreach (var one in bytes)
            hash = (hash ^ one) * Mixer;
        return hash >> 32;
    }
}
