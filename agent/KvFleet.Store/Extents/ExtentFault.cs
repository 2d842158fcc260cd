namespace KvFleet.Store.Extents;

/// <summary>What is wrong with a descriptor that a holder passed. The names are the reasons that reports and metrics carry.</summary>
public enum ExtentFault
{
    /// <summary>It is no memory file at all.</summary>
    NotAMemoryFile,

    /// <summary>A mapper could shrink or grow it and so kill every other mapper.</summary>
    UnsealedExtent,

    /// <summary>It is sealed against writing, so nothing can be stored in it.</summary>
    WriteSealedExtent,

    /// <summary>It is shorter than asked for.</summary>
    ShortExtent,

    /// <summary>It is longer than asked for.</summary>
    LongExtent,

    /// <summary>Its pages have another size than asked for.</summary>
    WrongPageSize,

    /// <summary>The same memory was passed before, for this or another extent.</summary>
    DuplicateExtent,
}
