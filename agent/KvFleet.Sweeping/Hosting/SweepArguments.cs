using System.Globalization;

namespace KvFleet.Sweeping.Hosting;

/// <summary>Arguments of the sweeping process.</summary>
/// <param name="User">User to become; null: stay who it is.</param>
/// <param name="Group">Group to become.</param>
internal sealed record SweepArguments(uint? User, uint? Group)
{
    public const string Usage = "arguments: --uid NUMBER --gid NUMBER (both or none)";

    /// <summary>Reads them.</summary>
    /// <returns>Null where they are wrong.</returns>
    public static SweepArguments? Read(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
            return new SweepArguments(null, null);
        return arguments is ["--uid", var user, "--gid", var group]
            && uint.TryParse(user, NumberStyles.None, CultureInfo.InvariantCulture, out var uid) && uint.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out var gid)
            && uid != uint.MaxValue && gid != uint.MaxValue
            ? new SweepArguments(uid, gid)
            : null;
    }
}
