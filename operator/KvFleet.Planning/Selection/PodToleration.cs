namespace KvFleet.Planning.Selection;

/// <summary>A toleration, as in a pod's specification.</summary>
/// <param name="Key">The taint's key; empty with <see cref="TolerationOperator.Exists"/> means every key.</param>
/// <param name="Operator">How to compare.</param>
/// <param name="Value">The taint's value, for <see cref="TolerationOperator.Equal"/>.</param>
/// <param name="Effect">The taint's effect; null means every effect.</param>
public sealed record PodToleration(string Key, TolerationOperator Operator = TolerationOperator.Equal, string Value = "", TaintEffect? Effect = null)
{
    /// <summary>Whether this toleration accepts <paramref name="taint"/>.</summary>
    /// <param name="taint">A node's taint.</param>
    public bool Tolerates(NodeTaint taint)
    {
        if (Effect is { } effect && effect != taint.Effect)
        {
            return false;
        }

        return Operator switch
        {
            TolerationOperator.Exists => Key.Length == 0 || string.Equals(Key, taint.Key, StringComparison.Ordinal),
            _ => string.Equals(Key, taint.Key, StringComparison.Ordinal) && string.Equals(Value, taint.Value, StringComparison.Ordinal),
        };
    }
}
