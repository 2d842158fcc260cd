using System.Runtime.InteropServices;

namespace KvFleet.Planning;

/// <summary>Names a pool: namespace and name. Ordered ordinally, so that every output has one order.</summary>
/// <param name="Namespace">The pool's namespace.</param>
/// <param name="Name">The pool's name.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PoolKey(string Namespace, string Name) : IComparable<PoolKey>
{
    /// <inheritdoc/>
    public int CompareTo(PoolKey other)
    {
        var byNamespace = string.CompareOrdinal(Namespace, other.Namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(Name, other.Name);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}";

    /// <summary>Whether <paramref name="left"/> sorts before <paramref name="right"/>.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    public static bool operator <(PoolKey left, PoolKey right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> sorts before <paramref name="right"/> or equals it.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    public static bool operator <=(PoolKey left, PoolKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> sorts after <paramref name="right"/>.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    public static bool operator >(PoolKey left, PoolKey right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> sorts after <paramref name="right"/> or equals it.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    public static bool operator >=(PoolKey left, PoolKey right) => left.CompareTo(right) >= 0;
}
