using System.Buffers;

namespace KvFleet.Sweeping.Layouts;

/// <summary>What several layouts ask of a name.</summary>
internal static class Names
{
    private static readonly SearchValues<byte> Hex = SearchValues.Create("0123456789abcdefABCDEF"u8);
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);

    /// <summary>Whether it is hexadecimal digits only, and has some.</summary>
    internal static bool IsHex(ReadOnlySpan<byte> text) => !text.IsEmpty && text.IndexOfAnyExcept(Hex) < 0;

    /// <summary>Whether it is decimal digits only, and has some.</summary>
    internal static bool IsNumber(ReadOnlySpan<byte> text) => !text.IsEmpty && text.IndexOfAnyExcept(Digits) < 0;

    /// <summary>Cuts an ending off.</summary>
    /// <returns>Whether it was there, with something before it.</returns>
    internal static bool TryCut(ref ReadOnlySpan<byte> name, ReadOnlySpan<byte> ending)
    {
        if (name.Length <= ending.Length || !name.EndsWith(ending))
            return false;
        name = name[..^ending.Length];
        return true;
    }
}
