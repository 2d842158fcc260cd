using System.Numerics;

namespace KvFleet.Store.Rows;

/// <summary>
/// Cuts values of any length into whole rows and blocks. Block sizes are the stride divided by powers of two, so a row holds blocks of one class without a
/// rest; a value takes blocks of several classes, so that little is left over in the last one.
/// </summary>
public sealed class SizeClasses
{
    /// <summary>Smallest block in bytes.</summary>
    public const int SmallestBlockBytes = 1024;

    private const int Alignment = 64;

    /// <summary>A value takes at most this many blocks beside its whole rows.</summary>
    private const int MaxBlocks = 5;

    /// <summary>A last block may leave this share of the value unused.</summary>
    private const int WasteShare = 32;

    /// <param name="stride">Bytes of a row, at least <see cref="SmallestBlockBytes"/>.</param>
    public SizeClasses(long stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, SmallestBlockBytes);
        Stride = stride;
        Count = BitOperations.Log2((ulong)(stride / SmallestBlockBytes)) + 1;
    }

    /// <summary>Bytes of a row.</summary>
    public long Stride { get; }

    /// <summary>Number of classes, whole rows (class 0) included.</summary>
    public int Count { get; }

    /// <summary>Bytes of a block of a class.</summary>
    /// <param name="sizeClass">0 to <see cref="Count"/> - 1.</param>
    public long BlockBytes(int sizeClass) => sizeClass == 0 ? Stride : (Stride >> sizeClass) & -Alignment;

    /// <summary>Blocks of a class in a row.</summary>
    /// <param name="sizeClass">0 to <see cref="Count"/> - 1.</param>
    public static int BlocksPerRow(int sizeClass) => 1 << sizeClass;

    /// <summary>Cuts a value.</summary>
    /// <param name="bytes">Its length, at least 1.</param>
    /// <param name="classes">Gets the class of each part, in order: whole rows first.</param>
    public void Split(long bytes, IList<int> classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        var left = bytes;
        for (; left >= Stride; left -= Stride)
            classes.Add(0);
        var allowed = bytes / WasteShare;
        for (var blocks = 1; left > 0; blocks++)
        {
            var covering = SmallestCovering(left);
            if (blocks == MaxBlocks || covering == Count - 1 || BlockBytes(covering) - left <= allowed)
            {
                classes.Add(covering);
                return;
            }

            // The next smaller class does not cover what is left, so some of it remains for the next block.
            classes.Add(covering + 1);
            left -= BlockBytes(covering + 1);
        }
    }

    private int SmallestCovering(long bytes)
    {
        var covering = 0;
        while (covering + 1 < Count && BlockBytes(covering + 1) >= bytes)
            covering++;
        return covering;
    }
}
