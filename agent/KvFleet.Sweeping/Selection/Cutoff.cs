using System.Runtime.InteropServices;

namespace KvFleet.Sweeping.Selection;

/// <summary>Where the line lies between what goes and what stays.</summary>
/// <param name="LastUse">Files last used before this second go; those of this very second go until enough is free. 0: none.</param>
/// <param name="BoundaryBytes">How much of that very second has to go, in bytes.</param>
/// <param name="BoundaryFiles">How many files of it have to go.</param>
/// <param name="Bytes">What goes in all, as far as is known.</param>
/// <param name="Files">Files that go in all.</param>
/// <param name="IsEnough">Whether that is as much as was wanted; otherwise all else is protected.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Cutoff(uint LastUse, long BoundaryBytes, long BoundaryFiles, long Bytes, long Files, bool IsEnough)
{
    /// <summary>Nothing goes.</summary>
    public static Cutoff None { get; } = new(0, 0, 0, 0, 0, IsEnough: true);
}
