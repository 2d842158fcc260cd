using KvFleet.Store.Memory;

namespace KvFleet.Store.Rows;

/// <summary>A list of rows that runs through their states. A row is in one list at most.</summary>
internal sealed class RowList(NativeArray<RowState> rows)
{
    private const int None = -1;
    private int _last = None;

    /// <summary>Rows in it.</summary>
    public int Count { get; private set; }

    /// <summary>First row, -1 when it is empty.</summary>
    public int First { get; private set; } = None;

    public void AddFirst(int row)
    {
        ref var state = ref rows[row];
        (state.Previous, state.Next) = (None, First);
        if (First == None)
            _last = row;
        else
            rows[First].Previous = row;
        First = row;
        Count++;
    }

    public void AddLast(int row)
    {
        ref var state = ref rows[row];
        (state.Previous, state.Next) = (_last, None);
        if (_last == None)
            First = row;
        else
            rows[_last].Next = row;
        _last = row;
        Count++;
    }

    public void Remove(int row)
    {
        ref var state = ref rows[row];
        if (state.Previous == None)
            First = state.Next;
        else
            rows[state.Previous].Next = state.Next;
        if (state.Next == None)
            _last = state.Previous;
        else
            rows[state.Next].Previous = state.Previous;
        Count--;
    }
}
