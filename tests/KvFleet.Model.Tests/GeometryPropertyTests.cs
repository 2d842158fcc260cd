using FsCheck;
using FsCheck.Fluent;

namespace KvFleet.Model.Tests;

/// <summary>What must hold for every geometry.</summary>
public sealed class GeometryPropertyTests
{
    private static readonly Gen<KvPrecision> Precisions =
        from type in Gen.Elements(Enum.GetValues<KvDataType>())
        from scale in Gen.Choose(0, 8)
        select new KvPrecision(type, scale);

    private static readonly Gen<KvGeometry> Attention =
        from layers in Gen.Choose(1, 128)
        from heads in Gen.Choose(1, 128)
        from dimension in Gen.Choose(1, 512)
        select (KvGeometry)new AttentionGeometry(layers, heads, dimension);

    private static readonly Gen<KvGeometry> Latent =
        from layers in Gen.Choose(1, 128)
        from rank in Gen.Choose(1, 1024)
        from rope in Gen.Choose(0, 128)
        select (KvGeometry)new MlaGeometry(layers, rank, rope);

    private static readonly Gen<KvGeometry> Hybrid =
        from full in Gen.Choose(0, 64)
        from window in Gen.Choose(1, 64)
        from tokens in Gen.Choose(1, 8192)
        from heads in Gen.Choose(1, 32)
        from dimension in Gen.Choose(1, 256)
        from state in Gen.Choose(0, 10_000_000)
        select (KvGeometry)new HybridGeometry(full, window, tokens, heads, dimension, state);

    private static readonly Gen<(KvGeometry Geometry, KvPrecision Precision, KvParallelism Parallelism)> Cases =
        from geometry in Gen.OneOf(Attention, Latent, Hybrid)
        from precision in Precisions
        from tensor in Gen.Choose(1, 16)
        from pipeline in Gen.Choose(1, 4)
        from dedup in Gen.Elements(true, false)
        where pipeline <= geometry.TotalLayers
        select (geometry, precision, new KvParallelism(tensor, pipeline, dedup));

    private static void Holds(Func<KvGeometry, KvPrecision, KvParallelism, bool> property)
        => Prop.ForAll(Cases.ToArbitrary(), given => property(given.Geometry, given.Precision, given.Parallelism)).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void A_longer_sequence_never_takes_fewer_bytes()
        => Holds((geometry, precision, parallelism) => Enumerable.Range(0, 200)
            .Select(step => geometry.BytesFor(step * 97, precision, parallelism)).ToArray() is var bytes && bytes.SequenceEqual(bytes.Order()));

    [Fact]
    public void The_longest_sequence_that_fits_fits_and_one_more_token_does_not()
        => Holds((geometry, precision, parallelism) =>
        {
            var bytes = geometry.BytesFor(5000, precision, parallelism) + 17;
            var tokens = geometry.TokensIn(bytes, precision, parallelism);
            return tokens == long.MaxValue
                || (geometry.BytesFor(tokens, precision, parallelism) <= bytes && geometry.BytesFor(tokens + 1, precision, parallelism) > bytes);
        });

    [Fact]
    public void More_tensor_ranks_never_take_fewer_bytes()
        => Holds((geometry, precision, parallelism) => geometry.BytesFor(1000, precision, parallelism) >= geometry.BytesFor(1000, precision));

    [Fact]
    public void Slots_are_whole_pages_side_by_side_that_hold_the_block()
        => Holds((geometry, precision, parallelism) =>
        {
            var layout = KvRowLayout.Create(geometry, precision, 16, parallelism);
            return layout.SlotBytes % KvRowLayout.PageBytes == 0
                && layout.Slices.Select((slice, index) => slice.Offset == index * layout.SlotBytes && slice.Bytes == layout.SlotBytes).All(right => right)
                && layout.Slices.Count == layout.Slots
                && layout.Slices[^1].Rank < parallelism.Ranks
                && layout.RowStrideBytes >= layout.BlockBytes
                && layout.RowStrideBytes == layout.Slices[^1].Offset + layout.SlotBytes;
        });
}
