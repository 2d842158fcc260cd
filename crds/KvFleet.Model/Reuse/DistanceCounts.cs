namespace KvFleet.Model.Reuse;

/// <summary>Uses by distance, with the sum of their positions in their prompts: a late position costs more to compute again.</summary>
internal sealed class DistanceCounts
{
    private readonly float[] _uses = new float[DistanceScale.Buckets];
    private readonly float[] _positions = new float[DistanceScale.Buckets];

    /// <summary>All uses, followed or not.</summary>
    public double Total { get; set; }

    /// <summary>Weight of the uses that were followed, first ones included.</summary>
    public double Followed { get; private set; }

    /// <summary>A use of a key at a distance; infinite for the first one.</summary>
    public void Add(double distance, int position, double weight)
    {
        Followed += weight;
        if (!double.IsPositiveInfinity(distance))
        {
            var bucket = DistanceScale.BucketOf(distance);
            _uses[bucket] += (float)weight;
            _positions[bucket] += (float)(weight * position);
        }
    }

    /// <summary>Makes everything so far weigh less.</summary>
    public void Scale(double factor)
    {
        Total *= factor;
        Followed *= factor;
        for (var bucket = 0; bucket < _uses.Length; bucket++)
        {
            _uses[bucket] *= (float)factor;
            _positions[bucket] *= (float)factor;
        }
    }

    /// <summary>Adds these counts to a curve's, scaled so that the followed uses stand for all.</summary>
    public void AddTo(double[] uses, double[] positions)
    {
        var scale = Followed > 0 ? Total / Followed : 0;
        for (var bucket = 0; bucket < _uses.Length; bucket++)
        {
            uses[bucket] += _uses[bucket] * scale;
            positions[bucket] += _positions[bucket] * scale;
        }
    }
}
