#!lua name=hotline

-- The atomic steps of the hotline, run inside Redis (Redis Functions, 7.0). Each either does all it
-- says or nothing; with "appendfsync always" its answer means that it is on the disk. Every key is
-- passed in KEYS, so the same calls work on a cluster. No number and no body comes here in clear.
--
-- SPDX-License-Identifier: GPL-3.0-or-later

local function now_ms()
	local t = redis.call('TIME')
	return t[1] * 1000 + math.floor(t[2] / 1000)
end

-- hl_intake  KEYS in lane seen  ARGV lane box seen_ttl_s
-- Takes a sealed text in, once: a text whose mark is known keeps the entry it has.
-- Answers {id, 0}, or {id, 1} when it was known.
local function intake(keys, argv)
	local known = redis.call('GET', keys[3])
	if known then
		return {known, 1}
	end
	local id = redis.call('XADD', keys[1], '*', 'l', argv[1], 'b', argv[2])
	redis.call('RPUSH', keys[2], id)
	redis.call('SET', keys[3], id, 'EX', argv[3])
	return {id, 0}
end

-- hl_submit  KEYS sub  ARGV id
-- Marks an outgoing text as given to the modem. Answers 1 when it was marked already.
local function submit(keys, argv)
	if redis.call('HEXISTS', keys[1], argv[1]) == 1 then
		return 1
	end
	redis.call('HSET', keys[1], argv[1], now_ms())
	return 0
end

-- hl_settle  KEYS out sub res  ARGV channel id ref kind state why
-- Ends an outgoing text. Saying it twice is saying it once. Answers 1 when this call did it.
local function settle(keys, argv)
	redis.call('HDEL', keys[2], argv[2])
	if redis.call('XACK', keys[1], 'modem', argv[2]) == 0 then
		return 0
	end
	redis.call('XDEL', keys[1], argv[2])
	redis.call('XADD', keys[3], '*', 'ch', argv[1], 'id', argv[2], 'ref', argv[3],
		'kind', argv[4], 'state', argv[5], 'why', argv[6])
	return 1
end

-- hl_due  KEYS timers  ARGV most
-- The timers that are due by Redis' own clock: {ms until the next one or -1, member, ...}.
local function due(keys, argv)
	local now = now_ms()
	local answer = redis.call('ZRANGEBYSCORE', keys[1], '-inf', now, 'LIMIT', 0, argv[1])
	local next = redis.call('ZRANGEBYSCORE', keys[1], '(' .. now, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
	table.insert(answer, 1, next[2] and math.max(1, next[2] - now) or -1)
	return answer
end

-- hl_commit  KEYS (as the operations want)  ARGV op nargs arg...  op nargs arg...
-- All that follows from one cause, at once. Every operation first checks; if one refuses, nothing is
-- done and its word is the answer:
--     GONE   the cause was dealt with already: forget it
--     EARLY  an earlier text of the same lane is still waiting: try again when it is done
--     STALE  somebody changed what this was computed from: compute it afresh
-- else every operation applies and the answer is OK.

local function version_is(key, expected)
	return (redis.call('HGET', key, 'v') or '0') == expected
end

local function exists(stream, id)
	return #redis.call('XRANGE', stream, id, id) == 1
end

local ops = {}

-- Causes: what is consumed by this commit, so that it can happen only once.

ops.intake = {keys = 2, -- in lane; id
	check = function(k, a)
		if not exists(k[1], a[1]) then
			return 'GONE'
		end
		local head = redis.call('LINDEX', k[2], 0)
		if head and head ~= a[1] and redis.call('LPOS', k[2], a[1]) then
			return 'EARLY'
		end
	end,
	apply = function(k, a)
		redis.call('XACK', k[1], 'core', a[1])
		redis.call('XDEL', k[1], a[1])
		redis.call('LREM', k[2], 1, a[1])
	end}

ops.timer = {keys = 1, -- timers; member
	check = function(k, a)
		if not redis.call('ZSCORE', k[1], a[1]) then
			return 'GONE'
		end
	end,
	apply = function(k, a)
		redis.call('ZREM', k[1], a[1])
	end}

ops.result = {keys = 1, -- res; id
	check = function(k, a)
		if not exists(k[1], a[1]) then
			return 'GONE'
		end
	end,
	apply = function(k, a)
		redis.call('XACK', k[1], 'core', a[1])
		redis.call('XDEL', k[1], a[1])
	end}

-- Effects.

ops.session = {keys = 1, -- sess:<person>; version box ttl_s
	check = function(k, a)
		if not version_is(k[1], a[1]) then
			return 'STALE'
		end
	end,
	apply = function(k, a)
		redis.call('HSET', k[1], 'v', a[1] + 1, 'b', a[2])
		redis.call('EXPIRE', k[1], a[3])
	end}

ops.case = {keys = 1, -- case:<id>; version field value ...
	check = function(k, a)
		if not version_is(k[1], a[1]) then
			return 'STALE'
		end
	end,
	apply = function(k, a)
		redis.call('HSET', k[1], 'v', a[1] + 1, 'changed', now_ms(), unpack(a, 2))
	end}

ops.opened = {keys = 3, -- cases open case:<id>; id
	apply = function(k, a)
		local now = now_ms()
		redis.call('ZADD', k[1], now, a[1])
		redis.call('ZADD', k[2], now, a[1])
		redis.call('HSET', k[3], 'opened', now)
	end}

ops.log = {keys = 1, -- log:<id>; box
	apply = function(k, a)
		redis.call('XADD', k[1], '*', 'b', a[1])
	end}

ops.out = {keys = 1, -- out:<channel>; kind ref box
	apply = function(k, a)
		redis.call('XADD', k[1], '*', 'kind', a[1], 'ref', a[2], 'b', a[3])
	end}

ops.code = {keys = 1, -- code:<code>; case who ttl_s
	check = function(k)
		if redis.call('EXISTS', k[1]) == 1 then
			return 'STALE'
		end
	end,
	apply = function(k, a)
		redis.call('HSET', k[1], 'case', a[1], 'who', a[2])
		redis.call('EXPIRE', k[1], a[3])
	end}

ops.later = {keys = 1, -- timers; member delay_ms
	apply = function(k, a)
		redis.call('ZADD', k[1], now_ms() + a[2], a[1])
	end}

ops.never = {keys = 1, -- timers; member
	apply = function(k, a)
		redis.call('ZREM', k[1], a[1])
	end}

ops.quarantine = {keys = 1, -- quar; channel why box
	apply = function(k, a)
		redis.call('XADD', k[1], 'MAXLEN', '~', 10000, '*', 'ch', a[1], 'why', a[2], 'b', a[3])
	end}

ops.count = {keys = 1, -- count; field
	apply = function(k, a)
		redis.call('HINCRBY', k[1], a[1], 1)
	end}

local function parse(keys, argv)
	local steps, nkey, i = {}, 0, 1
	while i <= #argv do
		local op, nargs = ops[argv[i]], tonumber(argv[i + 1])
		if not op or not nargs or i + 1 + nargs > #argv or nkey + op.keys > #keys then
			error('hl_commit: malformed at argument ' .. i)
		end
		local step = {op = op, keys = {}, args = {}}
		for n = 1, op.keys do
			step.keys[n] = keys[nkey + n]
		end
		for n = 1, nargs do
			step.args[n] = argv[i + 1 + n]
		end
		nkey = nkey + op.keys
		i = i + 2 + nargs
		steps[#steps + 1] = step
	end
	return steps
end

local function commit(keys, argv)
	local steps = parse(keys, argv)
	for _, s in ipairs(steps) do
		local refusal = s.op.check and s.op.check(s.keys, s.args)
		if refusal then
			return redis.status_reply(refusal)
		end
	end
	for _, s in ipairs(steps) do
		s.op.apply(s.keys, s.args)
	end
	return redis.status_reply('OK')
end

redis.register_function('hl_intake', intake)
redis.register_function('hl_submit', submit)
redis.register_function('hl_settle', settle)
redis.register_function('hl_commit', commit)
redis.register_function{function_name = 'hl_due', callback = due, flags = {'no-writes'}}
