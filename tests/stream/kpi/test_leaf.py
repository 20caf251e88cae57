from stream.kpi.leaf import Group, Leaf


def test_partition_plan_and_objective_do_not_decide_where_a_leaf_counts() -> None:
    leaf = Leaf(7, "vn.01", "nq57", "KH02", "a", "A", "m.science")
    assert leaf.group == Group("vn.01", "nq57", "A", "m.science")
