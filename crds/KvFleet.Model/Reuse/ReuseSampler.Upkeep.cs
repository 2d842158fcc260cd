namespace KvFleet.Model.Reuse;

/// <content>Room, rate and the choice of hot keys.</content>
public sealed partial class ReuseSampler
{
    // A newcomer must be clearly hotter, or keys at the edge would change places for ever.
    private const double HotterBy = 1.5;
    private const uint LeastUses = 4;

    private void MakeRoom(int keys)
    {
        while (_keys.Count + keys > _options.MaxKeys)
        {
            _rate.Lower(LowerTo);
            _keys.RemoveWhere((hash, _) => !_rate.Follows(hash), _slots.Unmark);
        }

        if (_next + keys > _slots.Slots)
        {
            Renumber();
        }
    }

    /// <summary>Gives the keys the first slots, in their order. Hot keys have no mark of their own, but take part in the order.</summary>
    private void Renumber()
    {
        for (var index = 0; index < _hot.Count; index++)
        {
            MarkHot(index, mark: true);
        }

        int Rank(int slot) => slot == 0 ? 0 : _slots.UpTo(slot - 1);
        _keys.Renumber(Rank);
        _rate.Renumber(Rank);
        (_recent, _forgetBefore) = (Rank(_recent), Rank(_forgetBefore));
        for (var index = 0; index < _hot.Count; index++)
        {
            ref var slot = ref _hot.SlotAt(index);
            slot = slot == HotKeys.Unseen ? slot : Rank(slot);
        }

        _next = _slots.Marks;
        _slots.Pack(_next);
        for (var index = 0; index < _hot.Count; index++)
        {
            MarkHot(index, mark: false);
        }
    }

    private void MarkHot(int index, bool mark)
    {
        var slot = _hot.SlotAt(index);
        if (slot == HotKeys.Unseen)
        {
            return;
        }

        if (mark)
        {
            _slots.Mark(slot);
        }
        else
        {
            _slots.Unmark(slot);
        }
    }

    private void Elect()
    {
        _electAt = Math.Min(_electAt * 2, ElectEvery);
        _fed = 0;
        foreach (var (hash, uses) in _frequent.Top(HotKeys.Most))
        {
            if (uses < LeastUses || _hot.IndexOf(hash) >= 0)
            {
                continue;
            }

            if (_hot.Count == HotKeys.Most)
            {
                var coldest = Enumerable.Range(0, _hot.Count).MinBy(index => _frequent.Certain(_hot.HashAt(index)));
                if (uses < (HotterBy * _frequent.Certain(_hot.HashAt(coldest))) + LeastUses)
                {
                    return;
                }

                Demote(coldest);
            }

            Promote(hash);
        }
    }

    private void Promote(ulong hash)
    {
        var slot = _keys.SlotOf(hash);
        if (slot >= 0)
        {
            _keys.Remove(hash);
            _slots.Unmark(slot);
        }

        _hot.Add(hash, slot);
    }

    private void Demote(int index)
    {
        var (hash, slot) = (_hot.HashAt(index), _hot.SlotAt(index));
        _hot.RemoveAt(index);
        if (slot != HotKeys.Unseen && _rate.Follows(hash))
        {
            _keys.Set(hash, slot);
            _slots.Mark(slot);
        }
    }

    private void Forget()
    {
        _keys.RemoveWhere((_, slot) => slot < _forgetBefore, _slots.Unmark);
        _rate.Forgot(_forgetBefore);
        if (!_rate.IsRising && _keys.Count < _options.MaxKeys / 4)
        {
            _rate.Raise(_next);
        }
    }
}
