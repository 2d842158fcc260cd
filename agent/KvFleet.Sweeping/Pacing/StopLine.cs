using System.Runtime.InteropServices;

namespace KvFleet.Sweeping.Pacing;

/// <summary>Where deletion has to start so that a quota is not passed before it takes effect. Pure.</summary>
/// <param name="At">The line.</param>
/// <param name="Target">Down to where is deleted.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StopLine(long At, long Target)
{
    // Writers come in bursts: what is measured over a look may be exceeded for a moment.
    private const double Safety = 1.5;

    /// <summary>Draws it.</summary>
    /// <param name="quota">The quota.</param>
    /// <param name="perSecond">What is written a second.</param>
    /// <param name="reactionSeconds">From a file being written until deletion for it has taken effect.</param>
    /// <param name="lowPercent">Down to which share is deleted.</param>
    public static StopLine Of(long quota, double perSecond, double reactionSeconds, double lowPercent)
    {
        var at = (long)Math.Max(0, quota - (perSecond * reactionSeconds * Safety));
        return new StopLine(at, (long)(at * lowPercent / 100));
    }
}
