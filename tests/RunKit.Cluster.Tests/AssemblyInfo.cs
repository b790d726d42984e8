// Each test of nodes has ports and processes of its own, and two cores are few.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
