using KvFleet.Native;

namespace KvFleet.Sweeping.Inventory;

/// <summary>When a file was last of use: written or read.</summary>
internal static class LastUse
{
    /// <summary>The later of access and modification: a file that was just written is not old because nobody has read it.</summary>
    public static uint Of(in EntryFacts facts) => (uint)Math.Clamp(Math.Max(facts.AccessSeconds, facts.ModificationSeconds), 0, uint.MaxValue);
}
