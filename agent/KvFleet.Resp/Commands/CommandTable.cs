using System.Collections.Immutable;

namespace KvFleet.Resp.Commands;

/// <summary>All commands by name.</summary>
internal static class CommandTable
{
    private const int LongestName = 16;

    private static readonly ImmutableArray<CommandInfo> Commands =
    [
        .. StringCommands.All, .. ManyCommands.All, .. KeyCommands.All, .. ExpiryCommands.All, .. ScanCommands.All, .. ObjectCommands.All, .. ConnectionCommands.All, .. ServerCommands.All,
        .. CatalogCommands.All,
    ];

    private static readonly Dictionary<UInt128, CommandInfo> ByName = Commands.ToDictionary(static command => Fold(System.Text.Encoding.ASCII.GetBytes(command.Name)));

    /// <summary>In no particular order.</summary>
    public static ImmutableArray<CommandInfo> All => Commands;

    /// <summary>Finds a command, in any case; null when there is none of the name.</summary>
    public static CommandInfo? Find(ReadOnlySpan<byte> name) => name.Length is 0 or > LongestName ? null : ByName.GetValueOrDefault(Fold(name));

    private static UInt128 Fold(ReadOnlySpan<byte> name)
    {
        var (high, low) = (0UL, 0UL);
        foreach (var letter in name)
        {
            high = (high << 8) | (low >> 56);
            low = (low << 8) | (letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter | 0x20) : letter);
        }

        return new UInt128(high, low);
    }
}
