namespace KvFleet.Model.Geometry;

/// <summary>Bounds on user input, an order of magnitude or more above any known model: they catch typing errors and keep arithmetic far from overflow.</summary>
internal static class GeometryLimits
{
    public const int MaxLayers = 10_000;
    public const int MaxHeads = 65_536;
    public const int MaxDimension = 65_536;
    public const int MaxScaleBytes = 65_536;
    public const int MaxParallel = 1_024;
    public const int MaxBlockTokens = 65_536;
    public const int MaxWindowTokens = 1 << 30;
    public const long MaxStateBytes = 1L << 40;
}
